import { reportFigures, type ReportRow, reportTableNames, summedTables } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { tellReport } from './report-text';
import type { ReportData } from './reports';

const signed = (number: number, worth: string | null): ReportRow<'signed'> => ({
  number,
  code: `D-${number}`,
  title: 'One',
  company: null,
  agreement: null,
  amount: { amount: '1.00', currency: 'USD', worth },
  industry: null,
  on: '2026-11-24',
  owner: 'Example',
  department: 'Team',
});
const data = {
  kind: 'weekly',
  period: { name: '2026-W48', from: '2026-11-23', to: '2026-11-29', before: { from: '2026-11-16', to: '2026-11-22' } },
  asOf: '2026-11-27',
  until: '2026-12-04',
  countedAt: '2026-11-27T02:00:00.000Z',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  zone: 'Example Zone',
  reporter: { name: 'Example', department: 'Team', departmentEn: null, scope: 'all' },
  sections: ['funnel', 'signed'],
  figures: { ...Object.fromEntries(reportFigures.map((name) => [name, 0])), signed: 3 },
  tables: {
    ...Object.fromEntries(reportTableNames.map((name) => [name, []])),
    signed: [signed(1, '10000.00'), signed(2, '25000.00'), signed(3, '15000.00')],
    funnel: [{ step: 'created', count: 3, before: 0, change: 3, conversion: null, amount: null }],
  },
  totals: {
    ...Object.fromEntries(summedTables.map((name) => [name, { worth: '0.00', unconverted: [] }])),
    signed: { worth: '50000.00', unconverted: [] },
  },
  unconverted: [{ step: 'created', amounts: [{ amount: '7000000.00', currency: 'KRW' }] }],
  names: {},
} as unknown as ReportData;
const note = (table: string, rows: number) => tellReport(data, 'en', rows).fields[`${table}Note`]?.text;

describe('the note below a table', () => {
  it('says what the rows shown come to where they are not all, so that no two totals stand unexplained', () => {
    expect(note('signed', 3)).toBe('');
    expect(note('signed', 2)).toBe('The first 2 of 3. They come to 3.50, all of them to 5.00.');
  });

  it('names what is in no amount of the funnel', () => {
    expect(note('funnel', 3)).toBe('Not converted, for want of a rate: New lead 7,000,000 KRW.');
  });
});
