import {
  countedColumns,
  dateIn,
  type FunnelStep,
  isOfMoney,
  isSummed,
  type KpiCode,
  type RecordTable,
  recordTables,
  type ReportColumn,
  type ReportField,
  type ReportFigure,
  reportFields,
  reportFigures,
  type ReportMoney,
  type ReportTable,
  reportTableNames,
  reportTables,
  type ReportValueKind,
  slideTargets,
  stageOfStep,
  summedColumns,
  type SummedTable,
  sumOf,
  timeIn,
} from '@torch/domain';
import type { Locale } from './fields';
import { labels } from './labels';
import { columnWord, reportWords, type ReportWords } from './report-words';
import type { ReportData } from './reports';

/** A cell as text, and as a sheet keeps it: a number as a number, a day as a day. */
export interface ToldCell {
  text: string;
  value: string | number | Date | null;
  kind: ReportValueKind;
}
export type ToldRow = Record<string, ToldCell>;

/** A report in words: what its templates can name. */
export interface ToldReport {
  fields: Record<string, ToldCell>;
  tables: Record<ReportTable, ToldRow[]>;
}

/** Ten thousand (万): the unit in which bureaus tell money. */
const unitPlaces = 4;

/** An exact amount in units of ten thousand; the point moves, nothing is rounded. */
export function inReportUnits(amount: string): string {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const digits = whole.padStart(unitPlaces + 1, '0');
  const text = `${digits.slice(0, -unitPlaces)}.${digits.slice(-unitPlaces)}${fraction}`.replace(/\.?0+$/, '');
  return amount.startsWith('-') ? `-${text}` : text;
}

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** With thousands told apart and two places, rounded half up: no floating-point number touches it. */
export function readableAmount(amount: string): string {
  const units = inReportUnits(amount);
  const [whole = '0', fraction = ''] = units.replace('-', '').split('.');
  const hundredths = BigInt(whole + fraction.padEnd(3, '0').slice(0, 2)) + (Number(fraction[2] ?? '0') >= 5 ? 1n : 0n);
  const text = hundredths.toString().padStart(3, '0');
  return `${units.startsWith('-') ? '-' : ''}${grouped(text.slice(0, -2))}.${text.slice(-2)}`;
}

/** As it was entered: `12,500,000 USD`. */
const entered = ({ amount, currency }: { amount: string; currency: string }) => {
  const [whole = '0', fraction = ''] = amount.split('.');
  return `${grouped(whole)}${/[1-9]/.test(fraction) ? `.${fraction}` : ''} ${currency}`;
};

/** `2026年第48周（2026-11-23 至 2026-11-29）` */
export function reportPeriodText(words: ReportWords, { name, from, to }: ReportData['period']): string {
  const [year = '', rest = ''] = name.split('-');
  const called = rest.startsWith('W')
    ? words.week(year, String(Number(rest.slice(1))))
    : words.month(year, String(Number(rest)));
  return words.days(called, from, to);
}

/** A step as the pages of the funnel call it: where a lead becomes a deal, by the stage of the deal. */
function stepWord(words: ReportWords, locale: Locale, step: FunnelStep): string {
  const stage = stageOfStep(step);
  if (stage) return labels[locale].dealStage[stage];
  return step === 'contacted' || step === 'qualified' ? labels[locale].leadStatus[step] : words.created;
}

const isCurrency = (unit: unknown): unit is string => typeof unit === 'string' && /^[A-Z]{3}$/.test(unit);

/** The word of a code in a column. */
function wordOf(words: ReportWords, locale: Locale, { names }: ReportData, column: string, code: string): string {
  const all = labels[locale];
  const reference = (kind: string) => names[`${kind}.${code}`]?.[locale === 'en' ? 'en' : 'zh'];
  const dictionary: Record<string, string | undefined> = { ...all.leadStatus, ...all.dealStage };
  switch (column) {
    case 'step':
      return stepWord(words, locale, code as FunnelStep);
    case 'kpi':
      return (words.kpi as Record<string, string>)[code] ?? code;
    case 'verdict':
      return ({ ...all.targetStanding, ...words.gap } as Record<string, string>)[code] ?? code;
    case 'unit':
      if (isCurrency(code)) return words.unit(code);
      return (words.unitOf as Record<string, string>)[code] ?? reference(column) ?? code;
    case 'industry':
      return reference('cluster') ?? code;
    case 'target':
    case 'part':
    case 'region':
    case 'channel':
    case 'reason':
    case 'department':
      return reference(column) ?? code;
    case 'agreement':
      return (all.agreementKind as Record<string, string>)[code] ?? code;
    case 'screening':
      return (all.screeningConclusion as Record<string, string>)[code] ?? code;
    case 'category':
      return (all.promiseCategory as Record<string, string>)[code] ?? code;
    case 'kind':
      return (all.visitKind as Record<string, string>)[code] ?? code;
    case 'light':
      return (words.light as Record<string, string>)[code] ?? code;
    case 'milestone':
      return (words.milestone as Record<string, string>)[code] ?? code;
    case 'isNew':
      return (words.freshness as Record<string, string>)[code] ?? code;
    case 'state':
      return (words.promiseState as Record<string, string>)[code] ?? code;
    default:
      return dictionary[code] ?? code;
  }
}

/** A rate that is not told though something is undecided: a rate of nothing has nothing undecided either. */
const isOpen = ({ unit, value, undecided }: Record<string, unknown>): boolean =>
  unit === 'percent' && value === null && typeof undecided === 'number' && undecided > 0;

const isCounted = (table: ReportTable): table is RecordTable => recordTables.some((each) => each === table);

/** A report in a language, each table of records cut to so many rows. */
export function tellReport(data: ReportData, locale: Locale, rowsAtMost: number): ToldReport {
  const words = reportWords[locale];
  const text = (value: string): ToldCell => ({ text: value, value, kind: 'text' });
  const cell = (table: ReportTable, column: string, value: unknown, row: Record<string, unknown>): ToldCell => {
    const kind = (reportTables[table] as Record<string, ReportValueKind>)[column] ?? 'text';
    if (table === 'kpis' && column === 'value' && isOpen(row)) return text(words.tooEarly);
    if (value === null || value === undefined) return { text: words.missing, value: null, kind };
    switch (kind) {
      case 'count':
        return { text: String(value as number), value: value as number, kind };
      case 'change': {
        const change = value as number;
        return { text: change > 0 ? `+${change}` : String(change).replace('-', '−'), value: change, kind };
      }
      case 'percent':
        return { text: value as string, value: Number(value), kind };
      case 'decimal': {
        const plain = (value as string).replace(/\.0+$|(\.\d*?)0+$/, '$1');
        return { text: plain, value: Number(plain), kind };
      }
      case 'date':
        return { text: value as string, value: new Date(`${value as string}T00:00:00Z`), kind };
      case 'money': {
        const { worth, ...original } = value as ReportMoney;
        if (worth === null) return { text: entered(original), value: entered(original), kind };
        return { text: readableAmount(worth), value: Number(inReportUnits(worth)), kind };
      }
      case 'figure': {
        const isSide = column === 'numerator' || column === 'denominator';
        // The two sides of a rate are in no column's unit: records, or, where money is compared, the reporting currency.
        if (isSide && isOfMoney(row['kpi'] as KpiCode)) {
          const money = moneyTold(value as string);
          return { ...money, text: words.withUnit(money.text, words.unit(data.currency)) };
        }
        if (!isSide && isCurrency(row['unit'])) return moneyTold(value as string);
        if (!isSide && row['unit'] === 'percent')
          return { text: value as string, value: Number(value), kind: 'percent' };
        return plainTold(value as string);
      }
      case 'code': {
        const word = wordOf(words, locale, data, column, value as string);
        return { text: word, value: word, kind };
      }
      case 'text':
        return { text: value as string, value: value as string, kind };
    }
  };
  const tables = Object.fromEntries(
    reportTableNames.map((table) => [
      table,
      data.tables[table]
        .slice(0, mostOf(table, rowsAtMost))
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([column, value]) => [
              column,
              cell(table, column, value, row as unknown as Record<string, unknown>),
            ]),
          ),
        ),
    ]),
  ) as Record<ReportTable, ToldRow[]>;
  const counted = new Date(data.countedAt);
  const own: Record<ReportField, string> = {
    title: words.kind[data.kind],
    zone: data.zone,
    reporter: data.reporter.name,
    department: locale === 'en' ? (data.reporter.departmentEn ?? data.reporter.department) : data.reporter.department,
    scope: words.scope[data.reporter.scope],
    period: reportPeriodText(words, data.period),
    from: data.period.from,
    to: data.period.to,
    beforeFrom: data.period.before.from,
    beforeTo: data.period.before.to,
    asOf: data.asOf,
    countedAt: `${dateIn(counted, data.timeZone)} ${timeIn(counted, data.timeZone)}`,
    timeZone: data.timeZone,
    currency: data.currency,
    unit: words.unit(data.currency),
  };
  const totalTold = (worth: string | null): ToldCell =>
    worth === null ? { text: words.missing, value: null, kind: 'money' } : moneyTold(worth);
  const figure = (name: ReportFigure): ToldCell => {
    const value = data.figures[name];
    return value === null
      ? { text: words.missing, value: null, kind: 'count' }
      : { text: String(value), value, kind: 'count' };
  };
  return {
    fields: {
      ...Object.fromEntries(reportFields.map((name) => [name, text(own[name])])),
      ...Object.fromEntries(reportFigures.map((name) => [`${name}Count`, figure(name)])),
      ...Object.fromEntries(
        reportTableNames.flatMap((name) => [
          [`${name}Note`, text(noteOf(words, locale, data, name, tables[name].length))],
          ...(isSummed(name) ? [[`${name}Total`, totalTold(data.totals[name].worth)]] : []),
        ]),
      ),
    },
    tables,
  };
}

/** As many rows of a table as are shown where so many rows of records are. */
const mostOf = (table: ReportTable, rowsAtMost: number): number | undefined => {
  if (table === 'targets') return Math.max(rowsAtMost, slideTargets);
  return isCounted(table) ? rowsAtMost : undefined;
};

const moneyTold = (worth: string): ToldCell => ({
  text: readableAmount(worth),
  value: Number(inReportUnits(worth)),
  kind: 'money',
});

/** A figure that is no money: thousands told apart, no noughts behind the point. */
function plainTold(figure: string): ToldCell {
  const [whole = '0', fraction = ''] = figure.split('.');
  const digits = fraction.replace(/0+$/, '');
  const text = `${grouped(whole)}${digits && `.${digits}`}`;
  return { text, value: Number(figure), kind: digits ? 'decimal' : 'count' };
}

/**
 * The field that stands below a column: the sum of what is added up, or how many are counted.
 * @returns null where nothing stands
 */
export function footField(table: ReportTable, column: string): string | null {
  if (isSummed(table) && summedColumns[table] === column) return `${table}Total`;
  const counted = countedColumns[table]?.[column];
  return counted ? `${counted}Count` : null;
}

/** The columns that the word of the total stands in: those before the first that has a sum. */
export const totalSpan = (table: ReportTable, columns: readonly string[]): number =>
  Math.max(
    1,
    columns.findIndex((column) => footField(table, column) !== null),
  );

/** The word before the total of a table: of how many, where not every row may be shown. */
export const totalWord = (words: ReportWords, table: ReportTable, count: string): string =>
  isCounted(table) ? words.totalOf(count) : words.total;

/** What the first rows of a table come to: what has no worth counts nothing. */
function shownSum({ tables, currency }: ReportData, table: SummedTable, shown: number): string | null {
  const column = summedColumns[table] as string;
  const cells = (tables[table] as unknown as Record<string, ReportMoney | null>[]).slice(0, shown);
  const worths = cells.flatMap((row) => row[column]?.worth ?? []);
  if (worths.length === 0) return null;
  return sumOf(
    worths.map((amount) => ({ amount, currency, on: '' })),
    [],
    currency,
  ).converted;
}

/** What the rows of a table do not say: that there are none, or more, or amounts that are in no sum. */
function noteOf(words: ReportWords, locale: Locale, data: ReportData, table: ReportTable, shown: number): string {
  const total = isCounted(table) ? data.figures[table] : data.tables[table].length;
  if (total === null) return words.notReadable;
  if (total === 0) return words.none;
  const amounts = isSummed(table) ? data.totals[table].unconverted : [];
  const steps =
    table === 'funnel'
      ? data.unconverted.map(
          ({ step, amounts: left }) => `${stepWord(words, locale, step)} ${left.map(entered).join(words.separator)}`,
        )
      : data.leftOut
          .filter((each) => each.table === table)
          .map(
            ({ table: of, code, amounts: left }) =>
              `${wordOf(words, locale, data, of === 'kpis' ? 'kpi' : 'target', code)} ${left.map(entered).join(words.separator)}`,
          );
  const readable = (worth: string | null) => (worth === null ? words.missing : readableAmount(worth));
  return [
    ...(total > shown ? [words.more(shown, total)] : []),
    ...(total > shown && isSummed(table)
      ? [words.sums(readable(shownSum(data, table, shown)), readable(data.totals[table].worth))]
      : []),
    ...(amounts.length > 0 ? [words.unconverted(amounts.map(entered).join(words.separator))] : []),
    ...(steps.length > 0 ? [words.unconverted(steps.join(words.semicolon))] : []),
  ].join(' ');
}

/** Heading of a column, with the unit of amounts. */
export function reportHeading(locale: Locale, currency: string, table: ReportTable, column: ReportColumn): string {
  const words = reportWords[locale];
  const word = columnWord(words, table, column);
  const kind = (reportTables[table] as Record<string, ReportValueKind>)[column];
  return kind === 'money' ? words.withUnit(word, words.unit(currency)) : word;
}
