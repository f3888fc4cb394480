import type { Locale } from '@torch/contracts';
import { type MailContent, readsSubject, type Role, type VisitKind } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { tokenHash } from '../access';

/** Whose calendar it is, and how much it may say. */
export interface FeedReader {
  id: string;
  role: Role;
  locale: Locale;
  timeZone: string;
  mode: MailContent;
}

const kinds = ['followUp', 'promise', 'visit', 'assignment', 'problem'] as const;

export interface FeedEntry {
  kind: (typeof kinds)[number];
  id: string;
  version: number;
  updatedAt: Date;
  title: string;
  /** An instant with its end, or a day alone. */
  startsAt: Date | null;
  endsAt: Date | null;
  day: string | null;
  visitKind: VisitKind | null;
  code: string | null;
  companyName: string | null;
  place: string | null;
  confidential: boolean;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
}

/** Days that a calendar looks back and ahead. */
const [back, ahead] = [30, 366];
/** More than anybody has; a calendar that is too long is read by no program. */
const most = 2_000;

const within = (column: string) =>
  `${column} BETWEEN now() - interval '${back} days' AND now() + interval '${ahead} days'`;
const withinDays = (column: string) => `${column} BETWEEN current_date - ${back} AND current_date + ${ahead}`;
const shown = 'l.confidential_to IS NULL OR $1 = ANY (l.confidential_to)';

@Injectable()
export class CalendarFeedQueries {
  constructor(private readonly db: DataSource) {}

  /** @returns null for an address that is not, or no longer, one of somebody active */
  async readerOf(secret: string): Promise<FeedReader | null> {
    const [reader]: FeedReader[] = await this.db.query(
      `SELECT u.id, u.role, u.locale, u.time_zone AS "timeZone", (SELECT mail_content FROM reminder_settings) AS mode
       FROM calendar_feeds f JOIN users u ON u.id = f.user_id WHERE f.token_hash = $1 AND f.revoked_at IS NULL AND u.active`,
      [tokenHash(secret)],
    );
    return reader ?? null;
  }

  /**
   * What somebody has to do and where they have to be, all at once; what is over for good is not there, nor what still goes
   * by their name though their role reads none of its kind any more. An assignment names
   * no lead, since whoever has it may know of none, but where that is confidential, it is too.
   */
  entriesOf({ id, role }: FeedReader): Promise<FeedEntry[]> {
    return this.db.query(
      `SELECT e.*, coalesce(l.codename, c.name) AS "companyName", l.confidential_to IS NOT NULL OR e.secret AS confidential FROM (
         SELECT 'followUp' AS kind, f.id, f.version, f.updated_at AS "updatedAt", f.title, f.due_at AS "startsAt", NULL::timestamptz AS "endsAt",
           NULL::text AS day, NULL AS "visitKind", l.code, NULL AS place, f.lead_id AS "leadId", NULL::uuid AS "dealId", f.company_id AS "companyId",
           false AS secret
         FROM follow_ups f LEFT JOIN leads l ON l.id = f.lead_id
         WHERE f.owner_id = $1 AND f.status = 'open' AND f.deleted_at IS NULL AND ${within('f.due_at')}
         UNION ALL
         SELECT 'promise', p.id, p.version, p.updated_at, p.what, NULL, NULL, p.due_on::text, NULL, l.code, NULL, p.lead_id, p.deal_id, p.company_id, false
         FROM promises p JOIN leads l ON l.id = p.lead_id
         WHERE p.owner_id = $1 AND p.state = 'open' AND l.deleted_at IS NULL AND ${withinDays('p.due_on')}
         UNION ALL
         SELECT 'visit', v.id, v.version, v.updated_at, v.subject, v.starts_at, v.ends_at, NULL, v.kind, l.code, v.location, v.lead_id, NULL, v.company_id, false
         FROM visits v LEFT JOIN leads l ON l.id = v.lead_id
         WHERE v.owner_id = $1 AND v.status <> 'cancelled' AND v.deleted_at IS NULL AND ${within('v.starts_at')}
         UNION ALL
         SELECT 'assignment', t.id, t.version, t.updated_at, t.title, NULL, NULL, t.due_on::text, NULL, NULL, NULL, NULL, NULL, NULL, l.confidential_to IS NOT NULL
         FROM assignments t JOIN deals d ON d.id = t.deal_id JOIN leads l ON l.id = d.lead_id JOIN users u ON u.id = $1
         WHERE CASE u.role WHEN 'collaborator' THEN t.department_id = u.department_id ELSE t.giver_id = $1 END
           AND t.state IN ('open', 'accepted') AND d.deleted_at IS NULL AND ${withinDays('t.due_on')}
           AND (u.role = 'collaborator' OR ${shown})
         UNION ALL
         SELECT 'problem', b.id, b.version, b.updated_at, b.what, NULL, NULL, b.due_on::text, NULL, d.code, NULL, d.lead_id, b.deal_id, b.company_id, false
         FROM problems b LEFT JOIN deals d ON d.id = b.deal_id
         WHERE b.handler_id = $1 AND b.state = 'open' AND d.deleted_at IS NULL AND ${withinDays('b.due_on')}
       ) e LEFT JOIN leads l ON l.id = e."leadId" LEFT JOIN companies c ON c.id = e."companyId"
       WHERE (${shown}) AND e.kind = ANY($2) ORDER BY coalesce(e."startsAt", e.day::timestamptz), e.id LIMIT ${most}`,
      [id, kinds.filter((kind) => readsSubject(role, kind))],
    );
  }
}
