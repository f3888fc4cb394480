import { type MilestoneDates, milestonesOf } from '../deals/milestone';
import type { FunnelStep } from '../funnel/step';
import { decimal, fixed, percent } from '../money/decimal';
import { type Amount, converted, type DatedAmount, type Rate, sumOf } from '../money/rate';
import type { VisitKind } from '../visits/visit';
import {
  type RecordTable,
  recordTables,
  type ReportFigure,
  type ReportMoney,
  type ReportRow,
  type ReportTable,
  reportTables,
  type SummedTable,
  summedColumns,
} from './report';

/** A row as it is read: unnumbered, its amount with the day at whose rate it converts. */
export type ReportFact<T extends ReportTable> = {
  [C in Exclude<keyof ReportRow<T>, 'number'>]: ReportRow<T>[C] extends ReportMoney | null
    ? DatedAmount | null
    : ReportRow<T>[C];
};

/** The first rows of a list, how many there are in all, and the amounts of all of them. */
export interface Listed<T extends ReportTable> {
  rows: ReportFact<T>[];
  total: number;
  sums: DatedAmount[];
}

/** One step of the funnel's view `entered`, with the two sides of its conversion. */
export interface EnteredStep {
  step: FunnelStep;
  count: number;
  fromPrevious: number | null;
  fromPreviousOf: number | null;
  amount: Amount;
  /** What no rate is known for, which is not in `amount`. */
  unconverted: readonly Amount[];
}

/** A deal with the dates that it has promised. */
export type PromisedDeal = Omit<ReportFact<'lights'>, 'light' | 'milestone' | 'promised' | 'days'> & MilestoneDates;

/** The red and yellow list: its first rows, the worst first, and how many there are in all. */
export interface Lights {
  rows: Omit<ReportRow<'lights'>, 'number'>[];
  red: number;
  yellow: number;
}

export type FoundTable = Exclude<RecordTable, 'lights'>;

/** All that a report is made of, as the reporter may read it. */
export interface ReportFacts {
  funnel: readonly EnteredStep[];
  funnelBefore: readonly EnteredStep[];
  /** Null what the reporter may not read. */
  lists: { [T in FoundTable]: Listed<T> | null };
  targets: readonly ReportRow<'targets'>[];
  kpis: readonly ReportRow<'kpis'>[];
  meetings: readonly ReportRow<'meetings'>[];
  /** All projects under negotiation, by industry and currency. */
  industries: readonly { industry: string | null; count: number; fresh: number; amounts: DatedAmount[] }[];
  lights: Lights;
  promisesOverdue: number | null;
  rates: readonly Rate[];
  reporting: string;
  /** The day that it is in the reporting time zone. */
  today: string;
  /** As many rows as a table shows. */
  rows: number;
}

/** What the rows of a table come to, those included that are not shown. */
export interface ReportTotal {
  /** In the reporting currency; null where nothing is added up: a sum of nothing is told as none. */
  worth: string | null;
  /** What no rate is known for, which is not in `worth`. */
  unconverted: Amount[];
}

export interface Report {
  figures: Record<ReportFigure, number | null>;
  tables: { [T in ReportTable]: ReportRow<T>[] };
  totals: Record<SummedTable, ReportTotal>;
  /** Of each step of the funnel what is in no amount, for want of a rate; steps without any are left out. */
  unconverted: { step: FunnelStep; amounts: Amount[] }[];
}

/** Puts a report together: numbers its rows, converts its amounts, and compares with the period before. Reads nothing. */
export function composeReport(facts: ReportFacts): Report {
  const { lists, rates, reporting } = facts;
  const worth = (entry: DatedAmount | null): ReportMoney | null => {
    if (!entry) return null;
    const exact = converted(entry, rates, reporting);
    return { amount: entry.amount, currency: entry.currency, worth: exact && fixed(exact, 2) };
  };
  const rowOf = <T extends FoundTable>(table: T, row: ReportFact<T>, index: number): ReportRow<T> => {
    const cells = Object.entries(row).map(([column, value]) => {
      const kind = (reportTables[table] as Record<string, string>)[column];
      return [column, kind === 'money' ? worth(value as DatedAmount | null) : value];
    });
    return { number: index + 1, ...Object.fromEntries(cells) } as ReportRow<T>;
  };
  const rowsOf = <T extends FoundTable>(table: T): ReportRow<T>[] =>
    ((lists[table]?.rows ?? []) as ReportFact<T>[]).map((row, index) => rowOf(table, row, index));
  const totalOf = (entries: readonly DatedAmount[]): ReportTotal => {
    const { unconverted } = sumOf(entries, rates, reporting);
    return { worth: worthOf(entries, facts), unconverted };
  };
  const { lights } = facts;
  const found = recordTables.filter((table): table is FoundTable => table !== 'lights');
  const tables = {
    ...Object.fromEntries(found.map((table) => [table, rowsOf(table)])),
    funnel: facts.funnel.map((step, index) => funnelRow(step, facts.funnelBefore[index])),
    industries: industriesOf(facts),
    targets: [...facts.targets],
    kpis: [...facts.kpis],
    meetings: [...facts.meetings],
    lights: lights.rows.map((row, index) => ({ number: index + 1, ...row })),
  } as unknown as Report['tables'];
  const sums = (table: SummedTable): readonly DatedAmount[] =>
    table === 'industries' ? facts.industries.flatMap(({ amounts }) => amounts) : (lists[table]?.sums ?? []);
  const all = (part: 'count' | 'fresh') => facts.industries.reduce((sum, each) => sum + each[part], 0);
  const met = (kind: VisitKind) => facts.meetings.reduce((sum, each) => sum + (each[kind] ?? 0), 0);
  return {
    figures: {
      ...(Object.fromEntries(found.map((table) => [table, lists[table]?.total ?? null])) as Record<
        FoundTable,
        number | null
      >),
      lights: lights.red + lights.yellow,
      red: lights.red,
      yellow: lights.yellow,
      promisesOverdue: facts.promisesOverdue,
      projectsAll: all('count'),
      projectsNew: all('fresh'),
      meetingsInbound: met('inbound'),
      meetingsOutbound: met('outbound'),
      meetingsOnline: met('online'),
      meetingsEvent: met('event'),
    },
    tables,
    totals: Object.fromEntries(
      (Object.keys(summedColumns) as SummedTable[]).map((table) => [table, totalOf(sums(table))]),
    ) as Record<SummedTable, ReportTotal>,
    unconverted: facts.funnel.flatMap(({ step, unconverted }) =>
      unconverted.length > 0 ? [{ step, amounts: [...unconverted] }] : [],
    ),
  };
}

function funnelRow(step: EnteredStep, before: EnteredStep | undefined): ReportRow<'funnel'> {
  const { fromPrevious: part, fromPreviousOf: whole } = step;
  const earlier = before?.count ?? 0;
  return {
    step: step.step,
    count: step.count,
    before: earlier,
    change: step.count - earlier,
    conversion: part === null || whole === null ? null : percent(decimal(String(part)), decimal(String(whole))),
    amount: step.count === 0 ? null : { ...step.amount, worth: step.amount.amount },
  };
}

type Conversion = Pick<ReportFacts, 'rates' | 'reporting'>;

/** What amounts come to in the reporting currency; null where none of them has a rate. */
function worthOf(entries: readonly DatedAmount[], { rates, reporting }: Conversion): string | null {
  const isWorth = entries.some((entry) => converted(entry, rates, reporting) !== null);
  return isWorth ? sumOf(entries, rates, reporting).converted : null;
}

function industriesOf({ industries, ...conversion }: ReportFacts): ReportRow<'industries'>[] {
  return industries
    .map(({ industry, count, fresh, amounts }) => {
      const worth = worthOf(amounts, conversion);
      const amount = worth === null ? null : { amount: worth, currency: conversion.reporting, worth };
      return { industry, count, fresh, amount };
    })
    .sort((a, b) =>
      (a.industry === null) === (b.industry === null)
        ? b.count - a.count || ((a.industry ?? '') < (b.industry ?? '') ? -1 : 1)
        : a.industry === null
          ? 1
          : -1,
    );
}

export const noLights: Lights = { rows: [], red: 0, yellow: 0 };

/**
 * Adds to the red and yellow list: every milestone that has not come in its promised month, and no start without its entry into
 * the statistics. A part of the deals at a time, so that only the rows that are shown are held.
 * @param today the day that it is in the reporting time zone
 */
export function addLights(
  before: Lights,
  promised: readonly PromisedDeal[],
  { today, rows }: Pick<ReportFacts, 'today' | 'rows'>,
): Lights {
  const days = (from: string) =>
    Math.round((Date.parse(`${today}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
  const found = promised.flatMap((deal) =>
    milestonesOf(deal, today).flatMap(({ milestone, promised: on, light }) =>
      on !== null && (light === 'red' || light === 'yellow')
        ? [
            {
              code: deal.code,
              title: deal.title,
              company: deal.company,
              light,
              milestone,
              promised: on,
              days: days(on),
              owner: deal.owner,
              department: deal.department,
            },
          ]
        : [],
    ),
  );
  return {
    rows: [...before.rows, ...found].sort(worstFirst).slice(0, rows),
    red: before.red + found.filter(({ light }) => light === 'red').length,
    yellow: before.yellow + found.filter(({ light }) => light === 'yellow').length,
  };
}

const worstFirst = (a: Lights['rows'][number], b: Lights['rows'][number]): number =>
  a.light === b.light
    ? (b.days ?? 0) - (a.days ?? 0) || ((a.code ?? '') < (b.code ?? '') ? -1 : 1)
    : a.light === 'red'
      ? -1
      : 1;
