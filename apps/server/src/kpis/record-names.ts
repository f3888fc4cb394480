import type { KpiRecordItem, KpiShare } from '@torch/contracts';
import { type Actor, convertedWorth, exact, type KpiEntry, type KpiRecord, may, type Owned } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export type NamedRecord = Omit<KpiRecordItem, 'share'>;

interface Row extends Owned {
  there: boolean;
  title: string | null;
  companyId: string | null;
  companyName: string | null;
  confidential: boolean;
  ownerName: string | null;
  departmentName: string | null;
  lost: boolean;
}

/** What the records behind a figure are called. */
@Injectable()
export class RecordNames {
  constructor(private readonly db: DataSource) {}

  /**
   * One statement. What has become confidential since it was counted stays counted, and is named to nobody who is not named
   * there; what was deleted keeps its code.
   */
  async named(actor: Actor, records: readonly KpiRecord[]): Promise<NamedRecord[]> {
    const rows: Row[] = await this.db.query(
      `SELECT CASE WHEN r.kind = 'deal' THEN d.deleted_at IS NULL AND d.id IS NOT NULL ELSE l.deleted_at IS NULL AND l.id IS NOT NULL END AS there,
         coalesce(l.codename, CASE WHEN r.kind = 'deal' THEN d.title ELSE l.title END) AS title, l.company_id AS "companyId",
         coalesce(l.codename, c.name) AS "companyName", l.codename IS NOT NULL AS confidential,
         l.confidential_to AS "confidentialTo", CASE WHEN l.pooled_at IS NULL THEN l.owner_id END AS "ownerId", l.department_id AS "departmentId",
         o.display_name AS "ownerName", p.name AS "departmentName",
         coalesce(CASE WHEN r.kind = 'deal' THEN d.stage = 'lost' ELSE l.status = 'disqualified' END, false) AS lost
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) WITH ORDINALITY r (kind, id, lead_id, owner_id, department_id, place)
       LEFT JOIN leads l ON l.id = r.lead_id LEFT JOIN deals d ON r.kind = 'deal' AND d.id = r.id
       LEFT JOIN companies c ON c.id = l.company_id LEFT JOIN users o ON o.id = r.owner_id
       LEFT JOIN departments p ON p.id = r.department_id ORDER BY r.place`,
      (['kind', 'id', 'leadId', 'ownerId', 'departmentId'] as const).map((name) => records.map((each) => each[name])),
    );
    return records.map((record, index) => itemOf(actor, record, rows[index] as Row));
  }

  /** Names of people and departments by their ids. */
  async people(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows: { id: string; name: string }[] = await this.db.query(
      `SELECT id, display_name AS name FROM users WHERE id = ANY($1) UNION ALL SELECT id, name FROM departments WHERE id = ANY($1)`,
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

function itemOf(actor: Actor, { kind, id, leadId, code }: KpiRecord, row: Row): NamedRecord {
  const { there, title, companyId, companyName, confidential, ownerName, departmentName, lost, ...owned } = row;
  const hidden = Boolean(owned.confidentialTo && !owned.confidentialTo.includes(actor.id));
  if (hidden)
    return {
      kind,
      id: null,
      leadId: null,
      code: null,
      title: null,
      companyId: null,
      companyName: null,
      ownerName: null,
      departmentName: null,
      confidential: true,
      open: false,
      lost: false,
    };
  const open = there && may(actor, kind === 'deal' ? 'deal.read' : 'lead.read', owned);
  return {
    kind,
    id,
    leadId,
    code,
    title,
    companyId,
    companyName,
    ownerName,
    departmentName,
    confidential,
    open,
    // How it stands today is told to whom it is shown.
    lost: open && lost,
  };
}

export const noShare: KpiShare = { value: null, money: [], step: null, reason: null };

/** @param currency in which figures are told */
export const shareOf = ({ value, money, step, reason }: KpiEntry, currency: string): KpiShare => ({
  value: value ?? null,
  money: (money ?? []).map((each) => {
    const worth = convertedWorth(each);
    return { ...each, worth: worth && { amount: exact(worth), currency } };
  }),
  step: step ?? null,
  reason: reason ?? null,
});
