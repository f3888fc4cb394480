import type { CockpitRecordsQuery } from '@torch/contracts';
import {
  addDays,
  type Actor,
  type CockpitPart,
  type CockpitRecordKind,
  promisesAheadDays,
  sinceLastWeek,
  type StageLight,
  weeksAround,
} from '@torch/domain';
import type { RowPlaces } from '../deals';
import { type ListSpec, Where } from '../platform/database/list';
import { promiseOverdue } from '../promises';
import { openPromises, overdueFollowUps, overdueProblems, overduePromises } from '../reminders';
import { visitsWithin } from '../visits';
import type { StageNorm } from './norms';

/** Which records a number of the cockpit counts, and how they are listed: one reading for both. */
export interface Part extends Omit<ListSpec, 'limit' | 'cursor'> {
  kind: CockpitRecordKind;
  /** By what its list can be narrowed. */
  places: RowPlaces;
}

export interface Moment {
  actor: Actor;
  /** Today in the reporting time zone, and that zone. */
  today: string;
  timeZone: string;
  norms: readonly StageNorm[];
}

type Narrowed = Partial<Pick<CockpitRecordsQuery, 'stage' | 'light' | 'owner' | 'week'>>;

/** Columns of every kind of record, with what each says instead of nothing. */
const columns = (said: Record<'id' | 'title' | 'companyId' | 'companyName' | 'ownerName', string>, more: object) =>
  Object.entries({
    code: 'NULL',
    leadId: 'NULL::uuid',
    dealId: 'NULL::uuid',
    at: 'NULL::timestamptz',
    on: 'NULL',
    stage: 'NULL',
    closeReason: 'NULL',
    visitKind: 'NULL',
    confidential: 'l.confidential_to IS NOT NULL',
    ...said,
    ...more,
  })
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(', ');
const company = (id: string, name = 'c.name') => ({ companyId: id, companyName: `coalesce(l.codename, ${name})` });

const dealColumns = columns(
  { id: 'd.id', title: 'coalesce(l.codename, d.title)', ...company('d.company_id'), ownerName: 'o.display_name' },
  {
    code: 'd.code',
    leadId: 'd.lead_id',
    dealId: 'd.id',
    on: 'd.stage_since::text',
    stage: 'd.stage',
    closeReason: 'd.close_reason',
  },
);
const dealJoins =
  'JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id JOIN users o ON o.id = d.owner_id';

/** As the list of deals has them. */
export const dealsWithin = (actor: Actor): Where =>
  new Where().add('d.deleted_at IS NULL').within(actor, 'deal.read', 'd', 'd.lead_id', { ownersLead: true });

const deals = (where: Where, descending = false): Part => ({
  kind: 'deal',
  select: dealColumns,
  from: 'deals d',
  join: dealJoins,
  where,
  places: {
    deal: 'd.id',
    cluster: 'd.cluster',
    region: 'd.region',
    owner: 'd.owner_id',
    department: 'd.department_id',
  },
  alias: 'd',
  sort: { column: 'd.stage_since', type: 'date', descending },
});

/** Deals of a stage that have stood there as long as a light says. */
function standingFor(where: Where, { stage, yellowBefore, redBefore }: StageNorm, light?: StageLight): Where {
  where.add('d.stage = ?', stage);
  if (!light || (light === 'green' && yellowBefore === null)) return where;
  if (yellowBefore === null || redBefore === null) return where.add('FALSE');
  if (light === 'green') return where.add('d.stage_since >= ?', yellowBefore);
  if (light === 'red') return where.add('d.stage_since < ?', redBefore);
  return where.add('d.stage_since < ? AND d.stage_since >= ?', yellowBefore, redBefore);
}

/** The same of all stages, as one condition. */
function standingAnywhere(where: Where, norms: readonly StageNorm[], light?: StageLight): Where {
  const known = norms.filter(({ norm }) => norm !== null);
  const each = (condition: string, values: (norm: StageNorm) => unknown[]) =>
    where.add(known.map(() => condition).join(' OR ') || 'FALSE', ...known.flatMap((norm) => values(norm)));
  const onRoad = norms.map(({ stage }) => stage);
  switch (light) {
    case undefined:
      return where.add('d.stage = ANY(?)', onRoad);
    case 'red':
      return each('(d.stage = ? AND d.stage_since < ?)', ({ stage, redBefore }) => [stage, redBefore]);
    case 'yellow':
      return each('(d.stage = ? AND d.stage_since < ? AND d.stage_since >= ?)', (norm) => [
        norm.stage,
        norm.yellowBefore,
        norm.redBefore,
      ]);
    case 'green': {
      const without = norms.filter(({ norm }) => norm === null).map(({ stage }) => stage);
      return where.add(
        ['d.stage = ANY(?)', ...known.map(() => '(d.stage = ? AND d.stage_since >= ?)')].join(' OR '),
        without,
        ...known.flatMap(({ stage, yellowBefore }) => [stage, yellowBefore]),
      );
    }
  }
}

const promises = (reached: { from: string; where: Where }): Part => ({
  kind: 'promise',
  select: columns(
    { id: 'p.id', title: 'p.what', ...company('p.company_id'), ownerName: 'o.display_name' },
    { code: 'coalesce(d.code, l.code)', leadId: 'p.lead_id', dealId: 'p.deal_id', on: 'p.due_on::text' },
  ),
  join: `JOIN users o ON o.id = p.owner_id JOIN leads l ON l.id = p.lead_id JOIN companies c ON c.id = p.company_id
    LEFT JOIN deals d ON d.id = p.deal_id`,
  ...reached,
  places: { words: 'p.what', lead: 'p.lead_id', deal: 'p.deal_id', owner: 'p.owner_id', department: 'p.department_id' },
  alias: 'p',
  sort: { column: 'p.due_on', type: 'date', descending: false },
});

const visits = (where: Where): Part => ({
  kind: 'visit',
  select: columns(
    { id: 'v.id', title: 'v.subject', ...company('v.company_id'), ownerName: 'o.display_name' },
    { code: 'l.code', leadId: 'v.lead_id', at: 'v.starts_at', visitKind: 'v.kind' },
  ),
  from: 'visits v',
  join: 'JOIN companies c ON c.id = v.company_id JOIN users o ON o.id = v.owner_id LEFT JOIN leads l ON l.id = v.lead_id',
  where,
  places: {
    words: 'v.subject',
    lead: 'v.lead_id',
    company: 'v.company_id',
    owner: 'v.owner_id',
    department: 'v.department_id',
  },
  alias: 'v',
  sort: { column: 'v.starts_at', type: 'timestamptz', descending: false },
});

/** @param narrowed what is asked of the part; what it does not know is left aside */
export function partOf(part: CockpitPart, moment: Moment, narrowed: Narrowed = {}): Part {
  const { actor, today, timeZone, norms } = moment;
  const since = sinceLastWeek(today).from;
  const owner = (where: Where) => where.when(narrowed.owner, 'o.id = ?');
  const week = (where: Where) => {
    const { from, to } = weeksAround(today)[narrowed.week ?? 'current'];
    return where
      .add('v.starts_at >= ?::date::timestamp AT TIME ZONE ?', from, timeZone)
      .add('v.starts_at < (?::date + 1)::timestamp AT TIME ZONE ?', to, timeZone);
  };
  const visitsOf = (status: 'completed' | 'planned') =>
    visits(week(visitsWithin(new Where().add(`v.deleted_at IS NULL AND v.status = '${status}'`), actor)));
  switch (part) {
    case 'standing': {
      const norm = norms.find(({ stage }) => stage === narrowed.stage);
      return deals(
        norm
          ? standingFor(dealsWithin(actor), norm, narrowed.light)
          : standingAnywhere(dealsWithin(actor), norms, narrowed.light),
      );
    }
    case 'overdueFollowUps': {
      const { from, where } = overdueFollowUps(actor);
      return {
        kind: 'followUp',
        select: columns(
          { id: 'f.id', title: 'f.title', ...company('f.company_id'), ownerName: 'o.display_name' },
          { code: 'l.code', leadId: 'f.lead_id', at: 'f.due_at' },
        ),
        from,
        join: 'JOIN companies c ON c.id = f.company_id JOIN users o ON o.id = f.owner_id LEFT JOIN leads l ON l.id = f.lead_id',
        where: owner(where),
        places: {
          words: 'f.title',
          lead: 'f.lead_id',
          company: 'f.company_id',
          owner: 'f.owner_id',
          department: 'f.department_id',
        },
        alias: 'f',
        sort: { column: 'f.due_at', type: 'timestamptz', descending: false },
      };
    }
    case 'overduePromises': {
      const { from, where } = overduePromises(actor);
      return promises({ from, where: owner(where) });
    }
    case 'overdueProblems': {
      const { from, where } = overdueProblems(actor);
      return {
        kind: 'problem',
        select: columns(
          { id: 'b.id', title: 'b.what', ...company('b.company_id'), ownerName: 'o.display_name' },
          { code: 'd.code', leadId: 'd.lead_id', dealId: 'b.deal_id', on: 'b.due_on::text' },
        ),
        from,
        join: `JOIN users o ON o.id = b.handler_id JOIN companies c ON c.id = b.company_id LEFT JOIN deals d ON d.id = b.deal_id
          LEFT JOIN leads l ON l.id = d.lead_id`,
        where: owner(where),
        // Whose it is to solve.
        places: {
          words: 'b.what',
          lead: 'd.lead_id',
          deal: 'b.deal_id',
          company: 'b.company_id',
          owner: 'b.handler_id',
          department: 'o.department_id',
        },
        alias: 'b',
        sort: { column: 'b.due_on', type: 'date', descending: false },
      };
    }
    case 'promisesDue': {
      const { from, where } = openPromises(actor);
      return promises({
        from,
        where: where.add(`NOT ${promiseOverdue}`).add('p.due_on <= ?', addDays(today, promisesAheadDays)),
      });
    }
    case 'visitsHeld':
      return visitsOf('completed');
    case 'visitsPlanned':
      return visitsOf('planned');
    case 'dealsLost':
      return deals(dealsWithin(actor).add(`d.stage = 'lost' AND d.stage_since >= ?`, since), true);
    case 'dealsHeld':
      return deals(dealsWithin(actor).add(`d.stage = 'on_hold' AND d.stage_since >= ?`, since), true);
    case 'leadsClosed':
      return closedLeads(actor, since, timeZone);
  }
}

function closedLeads(actor: Actor, since: string, timeZone: string): Part {
  const closedAt = `(SELECT max(s.effective_at) FROM status_changes s WHERE s.lead_id = l.id AND s.to_status = 'disqualified')`;
  return {
    kind: 'lead',
    select: columns(
      { id: 'l.id', title: 'coalesce(l.codename, l.title)', ...company('l.company_id'), ownerName: 'o.display_name' },
      { code: 'l.code', leadId: 'l.id', at: closedAt, closeReason: 'l.close_reason' },
    ),
    from: 'leads l',
    join: 'JOIN companies c ON c.id = l.company_id JOIN users o ON o.id = l.owner_id',
    where: new Where()
      .add(`l.deleted_at IS NULL AND l.status = 'disqualified'`)
      .within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true })
      .add(
        `l.id IN (SELECT s.lead_id FROM status_changes s WHERE s.to_status = 'disqualified'
           AND s.effective_at >= ?::date::timestamp AT TIME ZONE ?)`,
        since,
        timeZone,
      ),
    places: {
      lead: 'l.id',
      cluster: 'l.cluster',
      region: 'l.region',
      owner: 'l.owner_id',
      department: 'l.department_id',
    },
    alias: 'l',
    sort: { column: 'l.updated_at', type: 'timestamptz', descending: true },
  };
}
