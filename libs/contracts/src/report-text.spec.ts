import {
  columnWeight,
  reportFigures,
  reportKinds,
  type ReportRow,
  reportSections,
  reportTableNames,
  reportTables,
  shownColumns,
  summedTables,
} from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { reportHeading, tellReport } from './report-text';
import { reportWords } from './report-words';
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
  leftOut: [],
  names: {},
} as unknown as ReportData;
const note = (table: string, rows: number) => tellReport(data, 'en', rows).fields[`${table}Note`]?.text;

/** How broad a text is, in the height of its letters: of a font broader than those of the templates, which may not be there. */
const broad = (text: string) =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : /[-., ()/]/.test(letter) ? 0.36 : 0.64), 0);
/** What must not be torn: words of Latin letters, and Chinese ones of up to three characters. */
const whole = (heading: string) =>
  heading.split(/[\s/]|(?<=[）（)])|(?=[（(])/).flatMap((each) => (/[\u2e80-\uffff]{4}/.test(each) ? [] : [each]));

describe('the columns of a table', () => {
  it('are wide enough for their headings and for a day, on a page and on a slide', () => {
    for (const [width, breadth, margin, size] of [
      ['page', 757, 7, 8.5],
      ['slide', 885, 11.6, 12],
    ] as const)
      for (const kind of reportKinds)
        for (const table of reportSections[kind])
          for (const locale of ['zh-CN', 'en'] as const) {
            const columns = shownColumns(table, width);
            const all = columns.reduce((sum, column) => sum + columnWeight(column), 0);
            for (const column of columns) {
              const room = (breadth * columnWeight(column)) / all - margin;
              const isDay = (reportTables[table] as Record<string, string>)[column] === 'date';
              const texts = [...whole(reportHeading(locale, 'CNY', table, column)), ...(isDay ? ['2026-11-30'] : [])];
              for (const text of texts)
                expect(broad(text) * size, `${width} ${table}.${column}: ${text}`).toBeLessThanOrEqual(room);
            }
          }
  });
});

describe('a report in words', () => {
  const told = (more: object, locale: 'en' | 'zh-CN' = 'zh-CN') => {
    const { tables, fields } = tellReport(
      { ...data, ...more, tables: { ...data.tables, ...(more as { tables?: object }).tables } } as ReportData,
      locale,
      8,
    );
    return { tables, fields };
  };
  const texts = (row: Record<string, { text: string }> | undefined) =>
    Object.fromEntries(Object.entries(row ?? {}).map(([column, { text }]) => [column, text]));

  it('calls the steps of the funnel as its pages do, and a meeting no site visit', () => {
    const steps = ['created', 'contacted', 'converted', 'site_visit'].map((step) => ({
      step,
      count: 1,
      before: 0,
      change: 1,
      conversion: null,
      amount: null,
    }));
    expect(told({ tables: { funnel: steps } }).tables.funnel.map(({ step }) => step?.text)).toEqual([
      '新建线索',
      '已接洽',
      '洽谈',
      '考察',
    ]);
    for (const locale of ['zh-CN', 'en'] as const) {
      const { figure, table, about, kpi, column } = reportWords[locale];
      for (const text of [figure, table, column, kpi].flatMap((each) => Object.values(each)))
        expect(text).not.toMatch(/考察|[Vv]isit/);
      expect(about.visitsPlanned).not.toMatch(/考察|[Vv]isit/);
    }
  });

  it('says what each figure is in, and leaves out what a figure has not', () => {
    const target = { target: 'a', part: 'a', share: '56.8', elapsed: '91.2', verdict: 'red' };
    const rate = { kpi: 'performanceRate', unit: 'percent', ninetieth: null };
    const { tables } = told({
      names: { 'target.a': { zh: '实际使用外资', en: 'Foreign capital' }, 'part.a': { zh: '全区', en: 'whole zone' } },
      tables: {
        targets: [
          { ...target, unit: 'CNY', goal: '600000000.00', done: '340800000.00', needed: '259200000.00' },
          { ...target, unit: 'meetings', goal: '1200', done: '7', needed: null, share: null, verdict: 'in-part' },
        ],
        kpis: [
          {
            kpi: 'fundsInPlaceRate',
            unit: 'percent',
            value: '12.0',
            ninetieth: null,
            numerator: '1250000.00',
            denominator: '10000000.00',
            undecided: 3,
          },
          {
            kpi: 'projectsSigned',
            unit: 'projects',
            value: '4',
            ninetieth: null,
            numerator: '4',
            denominator: null,
            undecided: null,
          },
          { ...rate, value: null, numerator: '0', denominator: '44', undecided: 36 },
          { ...rate, value: null, numerator: '0', denominator: '0', undecided: 0 },
        ],
      },
    });
    expect(texts(tables.targets[0])).toEqual({
      target: '实际使用外资',
      part: '全区',
      unit: '万元',
      goal: '60,000.00',
      done: '34,080.00',
      share: '56.8',
      elapsed: '91.2',
      needed: '25,920.00',
      verdict: '严重落后(红)',
    });
    expect(texts(tables.targets[1])).toMatchObject({
      unit: '场',
      goal: '1,200',
      done: '7',
      share: '—',
      verdict: '只计可见部分，不评判',
    });
    expect(texts(tables.kpis[0])).toMatchObject({
      kpi: '资金到位率',
      value: '12.0',
      numerator: '125.00（万元）',
      denominator: '1,000.00（万元）',
      undecided: '3',
    });
    expect(texts(tables.kpis[1])).toMatchObject({ value: '4', numerator: '4', denominator: '—', undecided: '—' });
    expect(texts(tables.kpis[2])).toMatchObject({ value: '暂无结论', numerator: '0', denominator: '44' });
    expect(tables.kpis[2]?.['value']?.kind).toBe('text');
    expect(texts(tables.kpis[3])).toMatchObject({ value: '—', denominator: '0' });
  });

  it('tells a sum of nothing as none', () => {
    const totals = { ...data.totals, started: { worth: null, unconverted: [] } };
    expect(told({ totals }).fields['startedTotal']).toEqual({ text: '—', value: null, kind: 'money' });
  });
});

describe('the note below a table', () => {
  it('says what the rows shown come to where they are not all, so that no two totals stand unexplained', () => {
    expect(note('signed', 3)).toBe('');
    expect(note('signed', 2)).toBe('The first 2 of 3. They come to 3.50, all of them to 5.00.');
  });

  it('names what is in no amount of the funnel', () => {
    expect(note('funnel', 3)).toBe('Not converted, for want of a rate: Lead created 7,000,000 KRW.');
  });
});
