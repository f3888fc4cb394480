import {
  Problem,
  recordKindOf,
  type Target,
  type TargetProgress,
  type TargetProgressQuery,
  type TargetRecord,
  type TargetRecordsQuery,
  type TargetsProgress,
} from '@torch/contracts';
import {
  type Achieved,
  type Actor,
  converted,
  exact,
  lastYearOf,
  periodOf,
  progressOf,
  type Rate,
  rateOn,
  reachOf,
  type RecordMetric,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { narrowRows } from '../deals';
import { Config } from '../platform/config';
import { listPage } from '../platform/database/list';
import { dateIn } from '../platform/time';
import { permissionOf, type RecordKind, recordsOf, sees } from './record-source';
import { TargetQueries } from './target.queries';

/** What the records of one metric, year and part of the zone come to, in one currency at one rate. */
interface Sum {
  metric: RecordMetric;
  year: number;
  cluster: string | null;
  park: string | null;
  region: string | null;
  departmentId: string;
  currency: string | null;
  /** A day on which the rate holds that holds for all of them. */
  on: string;
  count: number;
  amount: string | null;
}

/** How far the targets of a year have come, and the records that say so. */
@Injectable()
export class ProgressQueries {
  constructor(
    private readonly db: DataSource,
    private readonly targets: TargetQueries,
    private readonly config: Config,
  ) {}

  /** One statement for each kind of record, however many targets there are. */
  async progress(actor: Actor, { year: asked, asOf }: TargetProgressQuery = {}): Promise<TargetsProgress> {
    const [today, countedAt] = [this.dayOf(asOf), new Date().toISOString()];
    const present = Number(dateIn(this.zone).slice(0, 4));
    const year = asked ?? Number(today.slice(0, 4));
    const all = await this.targets.all(this.past(today));
    const shown = all.filter((target) => holds(target, year));
    const [sums, below, rates] = await Promise.all([
      this.sums(actor, shown, year, today),
      this.departmentsBelow(shown),
      this.rates(),
    ]);
    const at = { year, today, reporting: this.reporting, rates };
    return {
      year,
      years: yearsOf(all, present),
      today,
      countedAt,
      timeZone: this.zone,
      reportingCurrency: this.reporting,
      items: shown.map((target): TargetProgress => {
        const achieved = achievedBy(target, year, sums, below);
        return { target, ...progressOf(target, achieved, { ...at, inPart: seesInPart(actor, target) }) };
      }),
    };
  }

  /**
   * The records behind what is done.
   * @throws Problem `not-found` for a target that is not there, and for a reader who sees none of its records
   */
  async records(actor: Actor, id: string, query: TargetRecordsQuery) {
    const until = this.dayOf(query.asOf);
    const target = await this.targets.oneUntil(id, this.past(until));
    const kind = recordKindOf(target.metric);
    if (kind && !sees(actor, kind)) throw new Problem('not-found');
    const present = Number(until.slice(0, 4));
    const year = query.year ?? Math.min(Math.max(present, target.firstYear), lastYearOf(target));
    if (!holds(target, year))
      throw Problem.field('malformed', 'year', 'outside', 'choose a year of the period of the target');
    if (!kind) return { items: [], nextCursor: null, total: 0, totalIsExact: true };
    const { source, where } = recordsOf(
      actor,
      kind,
      [target.metric as RecordMetric],
      periodOf(target, year),
      this.zone,
    );
    where
      .when(query.asOf, 'v.on_date <= ?::date')
      .when(target.cluster ?? undefined, 'v.cluster = ?')
      .when(target.park ?? undefined, 'v.park = ?')
      .when(target.region ?? undefined, 'v.region = ?');
    const below = await this.departmentsBelow([target]);
    if (target.departmentId) where.add('v.department_id = ANY (?)', [...(below.get(target.departmentId) ?? [])]);
    narrowRows(where, query, { ...placesOf[kind], ...places });
    const page = await listPage<Omit<TargetRecord, 'worth'>>(this.db, {
      select: `v.id, '${kind}' AS kind, v.on_date::text AS "on", v.deal_id AS "dealId", v.lead_id AS "leadId",
        coalesce(d.code, l.code) AS code, ${kind === 'visit' ? 'w.subject' : 'coalesce(l.codename, d.title)'} AS title,
        coalesce(l.codename, c.name) AS "companyName", o.display_name AS "ownerName",
        CASE WHEN v.amount IS NOT NULL THEN jsonb_build_object('amount', v.amount::text, 'currency', v.currency) END AS amount,
        l.confidential_to IS NOT NULL AS confidential, coalesce(d.stage = 'lost', l.status = 'disqualified', false) AS lost`,
      from: source,
      join: `JOIN companies c ON c.id = v.company_id JOIN users o ON o.id = v.owner_id LEFT JOIN leads l ON l.id = v.lead_id
        LEFT JOIN deals d ON d.id = v.deal_id ${kind === 'visit' ? 'JOIN visits w ON w.id = v.id' : ''}`,
      where,
      sort: { column: 'v.on_date', type: 'date', descending: query.sort.startsWith('-') },
      alias: 'v',
      limit: query.limit,
      cursor: query.cursor,
    });
    const rates = page.items.some(({ amount }) => amount) ? await this.rates() : [];
    return { ...page, items: page.items.map((item) => ({ ...item, worth: this.worthOf(item, rates) })) };
  }

  /** What a record adds to the figure where that is told in the reporting currency: by the same conversion. */
  private worthOf({ amount, on }: Omit<TargetRecord, 'worth'>, rates: readonly Rate[]): TargetRecord['worth'] {
    const worth = amount && converted({ ...amount, on }, rates, this.reporting);
    if (!worth) return null;
    const rate = rateOn(rates, amount.currency, on);
    const isIts = amount.currency === this.reporting;
    return {
      amount: exact(worth),
      currency: this.reporting,
      rate: isIts || !rate ? '1' : rate.rate,
      rateFrom: isIts || !rate ? null : rate.validFrom,
    };
  }

  private get zone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }

  private get reporting(): string {
    return this.config.settings.REPORTING_CURRENCY;
  }

  /** The last day that is looked at. */
  private dayOf(asOf: string | undefined): string {
    const today = dateIn(this.zone);
    return asOf !== undefined && asOf < today ? asOf : today;
  }

  /** What was set by the end of a past day is measured by what held then. */
  private past(day: string) {
    return day < dateIn(this.zone) ? { day, zone: this.zone } : undefined;
  }

  /** Null for what the reader may not see. */
  private async sums(actor: Actor, targets: readonly Target[], year: number, asOf: string) {
    const found = new Map<RecordKind, Sum[] | null>();
    const kinds = [...new Set(targets.map(({ metric }) => recordKindOf(metric)))].filter((kind) => kind !== null);
    await Promise.all(
      kinds.map(async (kind) => {
        const its = targets.filter(({ metric }) => recordKindOf(metric) === kind);
        found.set(kind, sees(actor, kind) ? await this.sumsOf(actor, kind, its, year, asOf) : null);
      }),
    );
    return found;
  }

  private sumsOf(
    actor: Actor,
    kind: RecordKind,
    targets: readonly Target[],
    year: number,
    asOf: string,
  ): Promise<Sum[]> {
    const periods = targets.map((target) => periodOf(target, year));
    const days = [
      periods.reduce((least, [from]) => (from < least ? from : least), '9999'),
      periods.reduce((most, [, to]) => (to > most ? to : most), ''),
    ] as const;
    const metrics = [...new Set(targets.map(({ metric }) => metric as RecordMetric))];
    const { source, where } = recordsOf(actor, kind, metrics, days, this.zone);
    where.add('v.on_date <= ?::date', asOf);
    const reporting = `$${where.values.length + 1}`;
    // What converts at the same rate is added up here; what has no rate keeps its day, which is what is missing. Rates are
    // looked up for what was added up already: day by day where there is something to convert, year by year else.
    return this.db.query(
      `SELECT v.metric, extract(year FROM v.day)::int AS year, v.cluster, v.park, v.region,
         v.department_id AS "departmentId", v.currency,
         coalesce(x.valid_from, CASE WHEN v.currency <> ${reporting}::text THEN v.day ELSE '1970-01-01' END)::text AS "on",
         sum(v.count)::int AS count, sum(v.amount)::text AS amount
       FROM (SELECT v.metric, v.cluster, v.park, v.region, v.department_id, v.currency, count(*) AS count, sum(v.amount) AS amount,
           CASE WHEN v.currency <> ${reporting}::text THEN v.on_date ELSE make_date(extract(year FROM v.on_date)::int, 1, 1) END AS day
         FROM ${source} WHERE ${where.sql} GROUP BY v.metric, v.cluster, v.park, v.region, v.department_id, v.currency, day) v
       LEFT JOIN LATERAL (SELECT r.valid_from FROM exchange_rates r
         WHERE r.reporting_currency = ${reporting} AND r.currency = v.currency AND r.valid_from <= v.day
         ORDER BY r.valid_from DESC LIMIT 1) x ON v.currency <> ${reporting}
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
      [...where.values, this.reporting],
    );
  }

  /** Each department that a target names, with those below it. */
  private async departmentsBelow(targets: readonly Target[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const named = [...new Set(targets.flatMap(({ departmentId }) => departmentId ?? []))];
    if (named.length === 0) return new Map();
    const rows: { top: string; id: string }[] = await this.db.query(
      `WITH RECURSIVE below (top, id) AS (
         SELECT id, id FROM departments WHERE id = ANY ($1)
         UNION SELECT b.top, d.id FROM departments d JOIN below b ON d.parent_id = b.id
       ) SELECT top, id FROM below`,
      [named],
    );
    return new Map(named.map((top) => [top, new Set(rows.filter((row) => row.top === top).map(({ id }) => id))]));
  }

  private rates(): Promise<Rate[]> {
    return this.db.query(
      `SELECT currency, valid_from::text AS "validFrom", trim_scale(rate)::text AS rate FROM exchange_rates WHERE reporting_currency = $1`,
      [this.reporting],
    );
  }
}

const places = { cluster: 'v.cluster', region: 'v.region', owner: 'v.owner_id', department: 'v.department_id' };
/** By what a record of each kind is found. */
const placesOf = {
  deal: { deal: 'v.deal_id' },
  fund: { deal: 'v.deal_id' },
  visit: {
    words: '(SELECT w.subject FROM visits w WHERE w.id = v.id)',
    lead: 'v.lead_id',
    company: 'v.company_id',
  },
} as const;

const holds = (target: Target, year: number) => year >= target.firstYear && year <= lastYearOf(target);

function yearsOf(targets: readonly Target[], present: number): number[] {
  const years = new Set([present]);
  for (const target of targets)
    for (let year = target.firstYear; year <= lastYearOf(target); year += 1) years.add(year);
  return [...years].sort((a, b) => a - b);
}

function achievedBy(
  target: Target,
  year: number,
  sums: ReadonlyMap<RecordKind, readonly Sum[] | null>,
  below: ReadonlyMap<string, ReadonlySet<string>>,
): Achieved | null {
  const kind = recordKindOf(target.metric);
  const all = kind && sums.get(kind);
  if (!all) return null;
  const [first, last] = periodOf(target, year).map((day) => Number(day.slice(0, 4))) as [number, number];
  const its = all.filter(
    (sum) =>
      sum.metric === target.metric &&
      sum.year >= first &&
      sum.year <= last &&
      (target.cluster === null || sum.cluster === target.cluster) &&
      (target.park === null || sum.park === target.park) &&
      (target.region === null || sum.region === target.region) &&
      (target.departmentId === null || below.get(target.departmentId)?.has(sum.departmentId)),
  );
  return {
    count: its.reduce((total, { count }) => total + count, 0),
    amounts: its.flatMap(({ amount, currency, on }) => (amount && currency ? [{ amount, currency, on }] : [])),
  };
}

/** Whether the target asks for more than lies within the reader's reach: then what they see is a part of what is done. */
function seesInPart(actor: Actor, { metric, departmentId }: Target): boolean {
  const kind = recordKindOf(metric);
  const reach = kind && reachOf(actor.role, permissionOf[kind]);
  if (reach === 'department') return departmentId === null || !actor.departmentIds.includes(departmentId);
  return reach === 'own';
}
