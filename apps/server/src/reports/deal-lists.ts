import {
  type Actor,
  addLights,
  type DealStage,
  dealStages,
  increaseChannel,
  type Lights,
  type MilestoneDates,
  milestones,
  noLights,
  type PromisedDeal,
  type ReportFacts,
} from '@torch/domain';
import type { EntityManager } from 'typeorm';
import {
  Bound,
  companyName,
  dealColumns,
  dealJoin,
  dealsWithin,
  leadsWithin,
  type ListSql,
  money,
  type Span,
} from './report-lists';

/** Stages before a signature: what a bureau calls a project under negotiation (在谈项目). */
const negotiated = ['negotiating', 'site_visit', 'review'] as const satisfies readonly DealStage[];

const from = (first: DealStage) => dealStages.slice(dealStages.indexOf(first));

/** SQL: whether deal `d` is new in the period, by the day on which its negotiation began. */
const isNew = (span: Span, bound: Bound) =>
  `EXISTS (SELECT FROM stage_changes s WHERE s.deal_id = d.id AND s.from_stage IS NULL AND s.effective_on BETWEEN ${bound.value(span.from)} AND ${bound.value(span.to)})`;

/**
 * SQL: deals `d` that were under negotiation at the end of the span, with `h`, where each stood then and since when. By the
 * history, not by where it stands now: a report of last month tells the same today as then.
 */
function negotiatedThen(span: Span, bound: Bound): { from: string; where: string } {
  const asOf = bound.value(span.to);
  const stages = bound.value(negotiated);
  return {
    from: `CROSS JOIN LATERAL (SELECT s.to_stage AS stage, s.effective_on AS since FROM stage_changes s
        WHERE s.deal_id = d.id AND s.effective_on <= ${asOf} ORDER BY s.at DESC, s.id DESC LIMIT 1) h`,
    // What stands elsewhere now can have stood there only if it has moved since.
    where: `(d.stage = ANY(${stages}) OR d.id IN (SELECT deal_id FROM stage_changes WHERE effective_on > ${asOf})) AND h.stage = ANY(${stages})`,
  };
}

/** Projects under negotiation that are new or of which something has changed, as the weekly sheet has them. */
export function projects(actor: Actor, span: Span): ListSql {
  const bound = new Bound();
  const asOf = bound.value(span.to);
  const fresh = isNew(span, bound);
  const [start, end] = [bound.value(span.start), bound.value(span.end)];
  const days = [bound.value(span.from), bound.value(span.to)];
  const then = negotiatedThen(span, bound);
  return {
    bound,
    summed: true,
    found: `SELECT d.id, n.fresh, h.stage, h.since, d.fixed_asset_investment_amount AS amount, d.fixed_asset_investment_currency AS currency, ${asOf}::date AS sum_on,
        row_number() OVER (ORDER BY n.fresh DESC, d.code) AS rank
      FROM deals d JOIN leads l ON l.id = d.lead_id ${then.from} CROSS JOIN LATERAL (SELECT ${fresh} AS fresh) n
      WHERE ${then.where} AND ${bound.where(dealsWithin(actor))} AND (n.fresh
        OR EXISTS (SELECT FROM stage_changes s WHERE s.deal_id = d.id AND s.effective_on BETWEEN ${days[0]} AND ${days[1]})
        OR EXISTS (SELECT FROM events e WHERE e.subject_type = 'deal' AND e.subject_id = d.id AND e.type = 'deal.updated' AND e.at >= ${start} AND e.at < ${end}))`,
    join: dealJoin,
    columns: {
      code: dealColumns.code,
      title: dealColumns.title,
      investor: companyName,
      fixedAssets: money('f.amount', 'f.currency', 'f.sum_on'),
      content: 'CASE WHEN l.codename IS NULL THEN l.summary END',
      landMu: 'd.land_mu::text',
      progress: 'f.stage',
      progressOn: 'f.since::text',
      industry: 'l.cluster',
      screening: '(SELECT s.conclusion FROM screenings s WHERE s.lead_id = l.id ORDER BY s.created_at DESC LIMIT 1)',
      isNew: `CASE WHEN f.fresh THEN 'new' ELSE 'changed' END`,
      owner: dealColumns.owner,
      department: dealColumns.department,
    },
  };
}

/** All projects that were under negotiation at the end of the span by industry, with those that are new and their total investment by currency. */
export async function readIndustries(
  manager: EntityManager,
  actor: Actor,
  span: Span,
): Promise<ReportFacts['industries']> {
  const bound = new Bound();
  const asOf = bound.value(span.to);
  const fresh = isNew(span, bound);
  const then = negotiatedThen(span, bound);
  return manager.query(
    `SELECT x.industry, sum(x.count)::int AS count, sum(x.fresh)::int AS fresh,
       coalesce(jsonb_agg(jsonb_build_object('amount', x.amount::text, 'currency', x.currency, 'on', ${asOf}::text)) FILTER (WHERE x.amount IS NOT NULL), '[]') AS amounts
     FROM (SELECT l.cluster AS industry, d.total_investment_currency AS currency, sum(d.total_investment_amount) AS amount, count(*) AS count,
             count(*) FILTER (WHERE ${fresh}) AS fresh
           FROM deals d JOIN leads l ON l.id = d.lead_id ${then.from}
           WHERE ${then.where} AND ${bound.where(dealsWithin(actor))} GROUP BY 1, 2) x
     GROUP BY 1`,
    bound.values,
  );
}

/**
 * Deals that reached a stage, or one beyond it, for the first time in the period: each counts once in its life. An increase of
 * what is here already is no new project.
 */
function reached(
  actor: Actor,
  span: Span,
  stage: DealStage,
  what: string,
  columns: Record<string, string>,
  increases = false,
): ListSql {
  const bound = new Bound();
  const channel = `l.channel ${increases ? '=' : '<>'} ${bound.value(increaseChannel)}`;
  const [stages, first, last] = [bound.value(from(stage)), bound.value(span.from), bound.value(span.to)];
  return {
    bound,
    summed: true,
    found: `SELECT d.id, s.day AS sum_on, d.${what}_amount AS amount, d.${what}_currency AS currency,
        row_number() OVER (ORDER BY s.day, d.code) AS rank
      FROM (SELECT deal_id, min(effective_on) AS day FROM stage_changes WHERE to_stage = ANY(${stages}) AND deal_id IN (
              SELECT deal_id FROM stage_changes WHERE to_stage = ANY(${stages}) AND effective_on BETWEEN ${first} AND ${last})
            GROUP BY deal_id HAVING min(effective_on) BETWEEN ${first} AND ${last}) s
      JOIN deals d ON d.id = s.deal_id JOIN leads l ON l.id = d.lead_id WHERE ${channel} AND ${bound.where(dealsWithin(actor))}`,
    join: dealJoin,
    columns: {
      ...dealColumns,
      amount: money('f.amount', 'f.currency', 'f.sum_on'),
      industry: 'l.cluster',
      on: 'f.sum_on::text',
      ...columns,
    },
  };
}

export const signed = (actor: Actor, span: Span): ListSql =>
  reached(actor, span, 'signed', 'agreed_amount', { agreement: 'd.agreement_kind' });
export const increases = (actor: Actor, span: Span): ListSql =>
  reached(actor, span, 'signed', 'agreed_amount', { agreement: 'd.agreement_kind' }, true);
export const started = (actor: Actor, span: Span): ListSql =>
  reached(actor, span, 'construction', 'fixed_asset_investment', {});

/** First and last of what happened to each record in the period. */
const moves = (table: string, id: string, of: 'stage' | 'status', day: string, within: string) =>
  `(SELECT ${id} AS id, max(${day}) AS day, (array_agg(from_${of} ORDER BY at, m.id))[1] AS first,
      (array_agg(to_${of} ORDER BY at DESC, m.id DESC))[1] AS last, (array_agg(from_${of} ORDER BY at DESC, m.id DESC))[1] AS left,
      (array_agg(close_reason ORDER BY at DESC, m.id DESC))[1] AS reason
    FROM ${table} m WHERE from_${of} IS NOT NULL AND ${within} GROUP BY 1)`;

/** Deals and leads that stand elsewhere at the end of the period than at its beginning, told by the recorded history. */
function movedOrLost(actor: Actor, span: Span, lost: boolean): ListSql {
  const bound = new Bound();
  const ends = (end: string) => `m.first <> m.last AND m.last ${lost ? '=' : '<>'} '${end}'`;
  const deals = moves(
    'stage_changes',
    'deal_id',
    'stage',
    'effective_on',
    `effective_on BETWEEN ${bound.value(span.from)} AND ${bound.value(span.to)}`,
  );
  const dealsWhere = bound.where(dealsWithin(actor));
  const leads = moves(
    'status_changes',
    'lead_id',
    'status',
    `(effective_at AT TIME ZONE ${bound.value(span.timeZone)})::date`,
    `effective_at >= ${bound.value(span.start)} AND effective_at < ${bound.value(span.end)}`,
  );
  return {
    bound,
    found: `SELECT x.*, row_number() OVER (ORDER BY x.day DESC, x.code) AS rank FROM (
        SELECT d.id, d.code, m.day, m.first, m.last, m.left, m.reason FROM ${deals} m JOIN deals d ON d.id = m.id JOIN leads l ON l.id = d.lead_id
          WHERE ${ends('lost')} AND ${dealsWhere}
        UNION ALL
        SELECT l.id, l.code, m.day, m.first, m.last, m.left, m.reason FROM ${leads} m JOIN leads l ON l.id = m.id
          WHERE ${ends('disqualified')} AND ${bound.where(leadsWithin(actor))}) x`,
    join: `LEFT JOIN deals d ON d.id = f.id JOIN leads l ON l.id = coalesce(d.lead_id, f.id) JOIN companies c ON c.id = l.company_id
      JOIN users o ON o.id = coalesce(d.owner_id, l.owner_id) JOIN departments p ON p.id = coalesce(d.department_id, l.department_id)`,
    columns: {
      ...dealColumns,
      code: 'f.code',
      title: 'coalesce(l.codename, d.title, l.title)',
      on: 'f.day::text',
      ...(lost ? { left: 'f.left', reason: 'f.reason' } : { from: 'f.first', to: 'f.last' }),
    },
  };
}

export const moved = (actor: Actor, span: Span): ListSql => movedOrLost(actor, span, false);
export const lost = (actor: Actor, span: Span): ListSql => movedOrLost(actor, span, true);

/** Deals that stand longer at their stage than the norm of the rule that reminds of it. */
export function stalled(actor: Actor, span: Span, norms: Partial<Record<DealStage, number>>): ListSql {
  const bound = new Bound();
  const today = `${bound.value(span.today)}::date`;
  const norm = `(${bound.value(JSON.stringify(norms))}::jsonb ->> d.stage)::int`;
  return {
    bound,
    found: `SELECT d.id, ${today} - d.stage_since AS days, ${norm} AS norm,
        row_number() OVER (ORDER BY ${today} - d.stage_since - ${norm} DESC, d.code) AS rank
      FROM deals d JOIN leads l ON l.id = d.lead_id WHERE ${today} - d.stage_since > ${norm} AND ${bound.where(dealsWithin(actor))}`,
    join: dealJoin,
    columns: {
      ...dealColumns,
      stage: 'd.stage',
      since: 'd.stage_since::text',
      days: 'f.days',
      norm: 'f.norm',
      over: 'f.days - f.norm',
    },
  };
}

const column = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const dates = [
  ...milestones.flatMap(({ promised, actual }) => [promised, actual]),
  'statisticsEntryOn',
] as const satisfies readonly (keyof MilestoneDates)[];

/** Signed deals that are judged at a time: however many are late, no more than these are held. */
const judgedAtOnce = 2_000;

/** The red and yellow list of signed deals. */
export async function readLights(
  manager: EntityManager,
  actor: Actor,
  span: Span,
  limits: { today: string; rows: number },
): Promise<Lights> {
  let lights = noLights;
  for (let after: string | null = null; ;) {
    const deals: (PromisedDeal & { id: string })[] = await readPromised(manager, actor, span, after);
    lights = addLights(lights, deals, limits);
    after = deals.at(-1)?.id ?? null;
    if (deals.length < judgedAtOnce || after === null) return lights;
  }
}

/** Signed deals of which a milestone may be late, for `milestonesOf` to judge, behind one by id. */
function readPromised(
  manager: EntityManager,
  actor: Actor,
  span: Span,
  after: string | null,
): Promise<(PromisedDeal & { id: string })[]> {
  const bound = new Bound();
  const today = `${bound.value(span.today)}::date`;
  const late = milestones.map(
    ({ promised, actual }) => `d.${column(actual)} IS NULL AND d.${column(promised)} < date_trunc('month', ${today})`,
  );
  return manager.query(
    `SELECT d.id, d.code, coalesce(l.codename, d.title) AS title, ${companyName} AS company, o.display_name AS owner, p.name AS department,
       ${dates.map((name) => `d.${column(name)}::text AS "${name}"`).join(', ')}
     FROM deals d JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id JOIN users o ON o.id = d.owner_id
       JOIN departments p ON p.id = d.department_id
     WHERE d.stage = ANY(${bound.value(from('signed'))}) AND ${bound.where(dealsWithin(actor))}
       AND (${late.join(' OR ')} OR d.statistics_entry_on IS NULL AND d.started_on < ${today} - 28)
       ${after === null ? '' : `AND d.id > ${bound.value(after)}`} ORDER BY d.id LIMIT ${judgedAtOnce}`,
    bound.values,
  );
}
