import { Problem, type Funnel, type Kpis, type ReportData, type TargetsProgress } from '@torch/contracts';
import {
  type Actor,
  addDays,
  composeReport,
  type DealStage,
  type EnteredStep,
  instantIn,
  type Listed,
  periodNameOf,
  type Rate,
  type RecordTable,
  type ReportFacts,
  type ReportKind,
  reachOf,
  reportPeriod,
  type ReportPeriod,
  reportSections,
  stageOfStep,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { FunnelQueries } from '../funnel';
import { KpiQueries } from '../kpis';
import { Config } from '../platform/config';
import { dateIn } from '../platform/time';
import { ProgressQueries } from '../targets';
import { increases, lost, moved, projects, readIndustries, readLights, signed, stalled, started } from './deal-lists';
import {
  countOverduePromises,
  created,
  overdue,
  promises,
  readMeetings,
  visitsHeld,
  visitsPlanned,
} from './other-lists';
import { type ListSql, readList, type Span } from './report-lists';
import { kpiRows, leftOutOf, targetNames, targetRows } from './standing-rows';

/** As many rows as a table shows; the count is the whole. */
export const rowsShown = 500;

/** What the pages of the bureau say of the same time, to whoever makes the report. */
interface Counted {
  now: Funnel;
  before: Funnel;
  targets: TargetsProgress;
  kpis: Kpis;
}

interface Reporter {
  zone: string;
  name: string;
  department: string;
  departmentEn: string | null;
  names: ReportData['names'];
  rates: Rate[];
}

/** Reads what reports tell, within the reach of whoever makes them. */
@Injectable()
export class ReportQueries {
  constructor(
    private readonly db: DataSource,
    private readonly funnel: FunnelQueries,
    private readonly progress: ProgressQueries,
    private readonly kpis: KpiQueries,
    private readonly config: Config,
  ) {}

  get today(): string {
    return dateIn(this.timeZone);
  }

  /**
   * The figures of a period; left out, of the present one.
   * @throws Problem `malformed` for a period that the kind cannot have, `rule-broken` for one that has not begun
   */
  async read(actor: Actor, kind: ReportKind, name = periodNameOf(kind, this.today)): Promise<ReportData> {
    const { today, timeZone } = this;
    const period = reportPeriod(kind, name);
    if (!period)
      throw Problem.field(
        'malformed',
        'period',
        'invalid',
        kind === 'monthly' ? 'name a month, such as 2026-11' : 'name a week, such as 2026-W48',
      );
    if (period.from > today) throw Problem.field('rule-broken', 'period', 'not-begun', 'the period has not begun yet');
    const asOf = period.to < today ? period.to : today;
    const span = spanOf(period, asOf, today, timeZone);
    const entered = (days: { from: string; to: string }, lookedUpTo: string) =>
      this.funnel.figures(actor, { view: 'entered', from: days.from, to: days.to, asOf: lookedUpTo });
    const counted: Counted = {
      now: await entered({ from: period.from, to: asOf }, asOf),
      before: await entered(period.before, period.before.to),
      targets: await this.progress.progress(actor, { year: Number(asOf.slice(0, 4)), asOf }),
      kpis: await this.kpis.figures(actor, { from: period.from, to: asOf, asOf }),
    };
    const { facts, reporter, countedAt } = await this.inOneMoment((manager) =>
      this.facts(manager, actor, span, counted),
    );
    const { figures, tables, totals, unconverted } = composeReport(facts);
    return {
      kind,
      period: { name, from: period.from, to: period.to, before: period.before },
      asOf,
      until: span.until,
      countedAt,
      timeZone,
      currency: facts.reporting,
      zone: reporter.zone,
      reporter: {
        name: reporter.name,
        department: reporter.department,
        departmentEn: reporter.departmentEn,
        scope: reachOf(actor.role, 'report.read') ?? 'own',
      },
      sections: [...reportSections[kind]],
      figures,
      tables,
      totals,
      unconverted,
      leftOut: leftOutOf(counted.targets, counted.kpis),
      names: { ...reporter.names, ...targetNames(counted.targets, reporter.names) },
    };
  }

  /** All lists are of the same moment, and none is changed while the next is read. */
  private inOneMoment<T>(read: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.db.transaction('REPEATABLE READ', read);
  }

  private async facts(manager: EntityManager, actor: Actor, span: Span, { now, before, targets, kpis }: Counted) {
    const countedAt = new Date().toISOString();
    const reporter = await this.reporter(manager, actor, span);
    const norms = Object.fromEntries(
      Object.entries(now.norms).flatMap(([step, days]) => {
        const stage = stageOfStep(step as EnteredStep['step']);
        return stage ? [[stage, days]] : [];
      }),
    ) as Partial<Record<DealStage, number>>;
    const list = async <T extends RecordTable>(sql: ListSql | null): Promise<Listed<T> | null> =>
      sql && readList<T>(manager, rowsShown, sql);
    const readable = async <T extends RecordTable>(sql: ListSql): Promise<Listed<T>> =>
      readList<T>(manager, rowsShown, sql);
    const facts: ReportFacts = {
      funnel: now.steps,
      funnelBefore: before.steps,
      lists: {
        projects: await readable(projects(actor, span)),
        created: await readable(created(actor, span)),
        moved: await readable(moved(actor, span)),
        signed: await readable(signed(actor, span)),
        increases: await readable(increases(actor, span)),
        started: await readable(started(actor, span)),
        lost: await readable(lost(actor, span)),
        stalled: await readable(stalled(actor, span, norms)),
        overdue: await list(overdue(actor, span)),
        promises: await list(promises(actor, span)),
        visitsHeld: await readable(visitsHeld(actor, span)),
        visitsPlanned: await readable(visitsPlanned(actor, span)),
      },
      targets: targetRows(targets),
      kpis: kpiRows(kpis),
      meetings: await readMeetings(manager, actor, span),
      industries: await readIndustries(manager, actor, span),
      lights: await readLights(manager, actor, span, { today: span.today, rows: rowsShown }),
      promisesOverdue: await countOverduePromises(manager, actor),
      rates: reporter.rates,
      reporting: this.config.settings.REPORTING_CURRENCY,
      today: span.today,
      rows: rowsShown,
    };
    return { facts, reporter, countedAt };
  }

  /** Who makes the report, the words of the codes in it, and the rates of its days. */
  private async reporter(manager: EntityManager, actor: Actor, { from, to }: Span): Promise<Reporter> {
    const words = [
      ['cluster', 'clusters', 'code', 'name_zh', 'name_en'],
      ['park', 'parks', 'code', 'name_zh', 'name_en'],
      ['region', 'regions', 'code', 'name_zh', 'name_en'],
      ['channel', 'channels', 'code', 'name_zh', 'name_en'],
      ['reason', 'close_reasons', 'code', 'name_zh', 'name_en'],
      ['department', 'departments', 'name', 'name', 'coalesce(name_en, name)'],
    ].map(
      ([kind, table, code, zh, en]) =>
        `SELECT '${kind}.' || ${code} AS key, jsonb_build_object('zh', ${zh}, 'en', ${en}) AS word FROM ${table}`,
    );
    const [row] = (await manager.query(
      `SELECT (SELECT zone_name FROM installation) AS zone, u.display_name AS name, p.name AS department, p.name_en AS "departmentEn",
         (SELECT coalesce(jsonb_object_agg(key, word), '{}') FROM (${words.join(' UNION ALL ')}) w) AS names,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('currency', r.currency, 'validFrom', r.valid_from::text, 'rate', r.rate::text)), '[]')
            FROM exchange_rates r WHERE r.reporting_currency = $2 AND r.valid_from <= $4 AND (r.valid_from >= $3
              OR NOT EXISTS (SELECT FROM exchange_rates n WHERE n.currency = r.currency AND n.reporting_currency = $2
                AND n.valid_from > r.valid_from AND n.valid_from <= $3))) AS rates
       FROM users u JOIN departments p ON p.id = u.department_id WHERE u.id = $1`,
      [actor.id, this.config.settings.REPORTING_CURRENCY, from, to],
    )) as [Reporter];
    return row;
  }

  private get timeZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }
}

function spanOf({ from, to }: ReportPeriod, asOf: string, today: string, timeZone: string): Span {
  const midnight = (day: string) => instantIn(day, '00:00', timeZone);
  const length = (Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000 + 1;
  // As far ahead as the period is long: a week's report tells of the next seven days.
  const until = addDays(today, length);
  return {
    from,
    to: asOf,
    today,
    until,
    start: midnight(from),
    end: midnight(addDays(asOf, 1)),
    dawn: midnight(today),
    horizon: midnight(addDays(until, 1)),
    timeZone,
  };
}
