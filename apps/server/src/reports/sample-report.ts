import { type Locale, type ReportData, tellReport, type ToldReport } from '@torch/contracts';
import {
  periodNameOf,
  reportFigures,
  type ReportKind,
  reportPeriod,
  reportSections,
  reportTableNames,
  reportTables,
  type ReportValueKind,
  summedTables,
} from '@torch/domain';

const values: Record<ReportValueKind, unknown> = {
  text: 'Example <&> Works',
  code: 'signed',
  count: 2,
  change: -1,
  decimal: '12.50',
  percent: '41.7',
  date: '2026-11-23',
  figure: '1250.00',
  money: { amount: '1250000.00', currency: 'USD', worth: '8900000.00' },
};

/** The figures of a report that tells of nobody, with two rows in each table. */
export function sampleData(kind: ReportKind, currency: string): ReportData {
  const name = periodNameOf(kind, '2026-11-27');
  const period = reportPeriod(kind, name);
  if (!period) throw new Error(`no period: ${name}`);
  return {
    kind,
    period,
    asOf: '2026-11-27',
    until: '2026-12-04',
    countedAt: '2026-11-27T02:00:00.000Z',
    timeZone: 'Asia/Shanghai',
    currency,
    zone: 'Example Zone',
    reporter: { name: 'Example Reporter', department: 'Example Department', departmentEn: null, scope: 'all' },
    sections: [...reportSections[kind]],
    figures: Object.fromEntries(reportFigures.map((figure) => [figure, 2])),
    tables: Object.fromEntries(
      reportTableNames.map((table) => {
        const row = Object.fromEntries(
          Object.entries(reportTables[table]).map(([column, of]: [string, ReportValueKind]) => [column, values[of]]),
        );
        return [table, [row, row]];
      }),
    ),
    totals: Object.fromEntries(summedTables.map((table) => [table, { worth: '17800000.00', unconverted: [] }])),
    unconverted: [],
    leftOut: [],
    names: {},
  } as unknown as ReportData;
}

/** Told in words: what a template is tried with before it is kept. */
export const sampleReport = (kind: ReportKind, locale: Locale, currency: string): ToldReport =>
  tellReport(sampleData(kind, currency), locale, 2);
