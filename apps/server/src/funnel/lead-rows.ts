import type { AnyDealStage, FunnelLead, LeadStatus, StageEntry, StatusEntry } from '@torch/domain';
import type { DataSource } from 'typeorm';

/** As many leads as are read in one go. */
const atOnce = 10_000;

interface LeadRow extends Omit<FunnelLead, 'history' | 'investments' | 'tiers'> {
  alive: boolean;
  createdOn: number;
  tiers: string[] | null;
}
interface StatusRow {
  leadId: string;
  on: number;
  to: LeadStatus;
  reason: string | null;
}
interface DealRow {
  id: string;
  leadId: string;
  investment: FunnelLead['estimate'];
}
interface StageRow {
  dealId: string;
  on: number;
  to: AnyDealStage;
  reason: string | null;
}

/** SQL: the number of a day. */
const dayOf = (date: string) => `(${date} - date '1970-01-01')`;
const money = (amount: string, currency: string) =>
  `CASE WHEN ${amount} IS NOT NULL THEN jsonb_build_object('amount', ${amount}::text, 'currency', ${currency}) END`;

/** What is known of some leads, those in the recycle bin as `null`, from the recorded history. */
export async function readLeads(
  db: DataSource,
  ids: readonly string[],
  timeZone: string,
): Promise<Map<string, FunnelLead | null>> {
  const leads = new Map<string, FunnelLead | null>();
  for (let from = 0; from < ids.length; from += atOnce)
    for (const [id, lead] of await readSome(db, 'l.id = ANY($1)', [ids.slice(from, from + atOnce)], timeZone))
      leads.set(id, lead);
  return leads;
}

/** All leads, batch after batch, in the order of their ids. */
export async function* allLeads(db: DataSource, timeZone: string): AsyncGenerator<FunnelLead[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const [end]: { id: string | null }[] = await db.query(
      `SELECT max(id::text)::uuid AS id FROM (SELECT id FROM leads WHERE id > $1 ORDER BY id LIMIT ${atOnce}) batch`,
      [after],
    );
    if (!end?.id) return;
    const some = await readSome(db, 'l.id > $1 AND l.id <= $2', [after, end.id], timeZone);
    yield [...some.values()].filter((lead) => lead !== null);
    after = end.id;
  }
}

async function readSome(
  db: DataSource,
  which: string,
  values: readonly unknown[],
  timeZone: string,
): Promise<Map<string, FunnelLead | null>> {
  const zone = `$${values.length + 1}`;
  const [leads, statuses, deals, stages] = (await Promise.all([
    db.query(
      `SELECT l.id, l.deleted_at IS NULL AS alive, l.owner_id AS "ownerId", l.department_id AS "departmentId", l.pooled_at IS NOT NULL AS pooled,
         l.confidential_to AS "confidentialTo", l.cluster, l.park, l.region, l.chain_gap AS "chainGap", l.chain_node AS "chainNode",
         l.channel, l.anchor, ${money('l.investment_amount', 'l.investment_currency')} AS estimate,
         ${dayOf(`(l.created_at AT TIME ZONE ${zone})::date`)} AS "createdOn",
         (SELECT array_agg(t.code) FROM company_tiers t WHERE t.company_id = l.company_id) AS tiers
       FROM leads l WHERE ${which}`,
      [...values, timeZone],
    ),
    db.query(
      `SELECT l.lead_id AS "leadId", ${dayOf(`(l.effective_at AT TIME ZONE ${zone})::date`)} AS on, l.to_status AS to, l.close_reason AS reason
       FROM status_changes l WHERE ${which.replaceAll('l.id', 'l.lead_id')} ORDER BY l.lead_id, l.at, l.id`,
      [...values, timeZone],
    ),
    db.query(
      `SELECT l.id, l.lead_id AS "leadId", ${money('l.total_investment_amount', 'l.total_investment_currency')} AS investment
       FROM deals l WHERE ${which.replaceAll('l.id', 'l.lead_id')} AND l.deleted_at IS NULL ORDER BY l.lead_id, l.id`,
      values,
    ),
    db.query(
      `SELECT s.deal_id AS "dealId", ${dayOf('s.effective_on')} AS on, s.to_stage AS to, s.close_reason AS reason
       FROM stage_changes s JOIN deals l ON l.id = s.deal_id WHERE ${which.replaceAll('l.id', 'l.lead_id')} AND l.deleted_at IS NULL
       ORDER BY s.deal_id, s.at, s.id`,
      values,
    ),
  ])) as [LeadRow[], StatusRow[], DealRow[], StageRow[]];
  const moves = grouped(statuses, ({ leadId }) => leadId);
  const stagesOf = grouped(stages, ({ dealId }) => dealId);
  const dealsOf = grouped(deals, ({ leadId }) => leadId);
  return new Map(
    leads.map(({ alive, createdOn, tiers, ...lead }) => {
      const its = dealsOf.get(lead.id) ?? [];
      const history = {
        createdOn,
        moves: (moves.get(lead.id) ?? []) as StatusEntry[],
        deals: its.map(({ id }) => (stagesOf.get(id) ?? []) as StageEntry[]),
      };
      const whole = { ...lead, tiers: tiers ?? [], history, investments: its.map(({ investment }) => investment) };
      return [lead.id, alive ? whole : null];
    }),
  );
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const its = groups.get(keyOf(row));
    if (its) its.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
