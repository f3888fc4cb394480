import { describe, expect, it } from 'vitest';
import type { FunnelStep } from '../funnel/step';
import {
  addLights,
  composeReport,
  type EnteredStep,
  type Listed,
  noLights,
  type PromisedDeal,
  type ReportFacts,
} from './compose';
import { type RecordTable, reportKinds, reportSections, reportSheets, shownFigures } from './report';
import { unknownNames } from './template';

const nothing = <T extends RecordTable>(): Listed<T> => ({ rows: [], total: 0, sums: [] });
const step = (name: FunnelStep, count: number, part: number | null, whole: number | null): EnteredStep => ({
  step: name,
  count,
  fromPrevious: part,
  fromPreviousOf: whole,
  amount: { amount: '12.00', currency: 'CNY' },
  unconverted: [],
});
const deal = (code: string, dates: Partial<PromisedDeal>): PromisedDeal => ({
  code,
  title: code,
  company: null,
  owner: 'Example',
  department: 'Team',
  promisedRegisteredOn: null,
  promisedStartedOn: null,
  promisedProducedOn: null,
  promisedCapacityOn: null,
  registeredOn: null,
  startedOn: null,
  producedOn: null,
  capacityOn: null,
  statisticsEntryOn: null,
  ...dates,
});

/** As read in parts of one deal each. */
const lightsOf = (rows: number, deals: readonly PromisedDeal[]) =>
  deals.reduce((all, each) => addLights(all, [each], { today: '2026-11-27', rows }), noLights);

const facts: ReportFacts = {
  funnel: [step('created', 8, null, null), step('contacted', 3, 3, 8)],
  funnelBefore: [step('created', 5, null, null), step('contacted', 4, 2, 5)],
  lists: {
    projects: nothing(),
    created: nothing(),
    increases: nothing(),
    moved: nothing(),
    signed: {
      rows: [
        {
          code: 'D-1',
          title: 'One',
          company: 'A',
          agreement: 'formal',
          amount: { amount: '100.10', currency: 'USD', on: '2026-11-24' },
          industry: null,
          on: '2026-11-24',
          owner: 'Example',
          department: 'Team',
        },
        {
          code: 'D-2',
          title: 'Two',
          company: 'B',
          agreement: null,
          amount: { amount: '5', currency: 'KRW', on: '2026-11-24' },
          industry: null,
          on: '2026-11-24',
          owner: 'Example',
          department: 'Team',
        },
      ],
      total: 3,
      sums: [
        { amount: '100.10', currency: 'USD', on: '2026-11-24' },
        { amount: '1', currency: 'USD', on: '2026-11-26' },
        { amount: '5', currency: 'KRW', on: '2026-11-24' },
      ],
    },
    started: nothing(),
    lost: nothing(),
    stalled: nothing(),
    overdue: null,
    promises: nothing(),
    visitsHeld: nothing(),
    visitsPlanned: nothing(),
  },
  industries: [
    { industry: null, count: 9, fresh: 1, amounts: [] },
    { industry: 'MED', count: 2, fresh: 0, amounts: [{ amount: '7', currency: 'CNY', on: '2026-11-27' }] },
    { industry: 'ELE', count: 4, fresh: 2, amounts: [] },
  ],
  targets: [],
  kpis: [],
  meetings: [
    { department: 'Team', inbound: 2, outbound: 0, online: 1, event: 0, held: 3, planned: 1 },
    { department: 'Other', inbound: 1, outbound: 1, online: 0, event: 0, held: 2, planned: 0 },
  ],
  lights: lightsOf(500, [
    deal('D-3', { promisedRegisteredOn: '2026-10-05' }),
    deal('D-4', { promisedStartedOn: '2026-07-31', startedOn: null }),
    deal('D-5', { promisedProducedOn: '2026-11-01' }),
    deal('D-6', { startedOn: '2026-09-01' }),
  ]),
  promisesOverdue: 4,
  rates: [
    { currency: 'USD', validFrom: '2026-01-01', rate: '7.1' },
    { currency: 'USD', validFrom: '2026-11-26', rate: '7' },
  ],
  reporting: 'CNY',
  today: '2026-11-27',
  rows: 500,
};

describe('a report', () => {
  const { figures, tables, totals } = composeReport(facts);

  it('compares each step with the period before, and shows its conversion', () => {
    expect(tables.funnel).toEqual([
      {
        step: 'created',
        count: 8,
        before: 5,
        change: 3,
        conversion: null,
        amount: { amount: '12.00', currency: 'CNY', worth: '12.00' },
      },
      {
        step: 'contacted',
        count: 3,
        before: 4,
        change: -1,
        conversion: '37.5',
        amount: { amount: '12.00', currency: 'CNY', worth: '12.00' },
      },
    ]);
  });

  it('converts each amount at the rate of its day, adds up what is not shown too, and sets apart what has no rate', () => {
    expect(tables.signed.map(({ number, amount }) => [number, amount?.worth])).toEqual([
      [1, '710.71'],
      [2, null],
    ]);
    expect(totals.signed).toEqual({ worth: '717.71', unconverted: [{ amount: '5.00', currency: 'KRW' }] });
    expect(figures.signed).toBe(3);
  });

  it('tells what the reporter may not read from what there is none of', () => {
    expect(figures.overdue).toBeNull();
    expect(figures.lost).toBe(0);
  });

  it('lists what is red before what is yellow, and what is latest in each', () => {
    expect(
      tables.lights.map(({ number, code, light, milestone, days }) => [number, code, light, milestone, days]),
    ).toEqual([
      [1, 'D-4', 'red', 'started', 119],
      [2, 'D-6', 'red', 'statisticsEntry', 57],
      [3, 'D-3', 'yellow', 'registered', 53],
    ]);
    expect([figures.red, figures.yellow, figures.lights]).toEqual([2, 1, 3]);
    // With fewer rows the worst stay, and all are counted.
    const short = composeReport({
      ...facts,
      lights: lightsOf(1, [
        deal('D-3', { promisedRegisteredOn: '2026-10-05' }),
        deal('D-4', { promisedStartedOn: '2026-07-31' }),
        deal('D-6', { startedOn: '2026-09-01' }),
      ]),
    });
    expect(short.tables.lights.map(({ code }) => code)).toEqual(['D-4']);
    expect([short.figures.red, short.figures.yellow, short.figures.lights]).toEqual([2, 1, 3]);
  });

  it('counts projects by industry, those without one last', () => {
    expect(tables.industries.map(({ industry, count }) => [industry, count])).toEqual([
      ['ELE', 4],
      ['MED', 2],
      [null, 9],
    ]);
    expect([figures.projectsAll, figures.projectsNew]).toEqual([15, 3]);
    expect(totals.industries.worth).toBe('7.00');
  });

  it('tells a sum of nothing as none, and what has no rate is nothing in it', () => {
    expect(totals.started).toEqual({ worth: null, unconverted: [] });
    expect(tables.industries.map(({ amount }) => amount?.worth ?? null)).toEqual([null, '7.00', null]);
    const korean = { amount: '5', currency: 'KRW', on: '2026-11-24' };
    const { totals: without } = composeReport({
      ...facts,
      lists: { ...facts.lists, started: { rows: [], total: 1, sums: [korean] } },
      funnel: [step('created', 0, null, null)],
    });
    expect(without.started).toEqual({ worth: null, unconverted: [{ amount: '5.00', currency: 'KRW' }] });
  });

  it('counts meetings by kind over all departments', () => {
    expect([figures.meetingsInbound, figures.meetingsOutbound, figures.meetingsOnline, figures.meetingsEvent]).toEqual([
      3, 1, 1, 0,
    ]);
  });
});

describe('the pages of a report', () => {
  it('begin with how the bureau stands, and leave the rows of a month of meetings to the sheets', () => {
    for (const kind of reportKinds) expect(reportSections[kind].slice(0, 2)).toEqual(['targets', 'kpis']);
    expect(reportSections.monthly).not.toContain('visitsHeld');
    expect(reportSheets.monthly).toContain('visitsHeld');
    expect(shownFigures('monthly').map(({ figure }) => figure)).toContain('visitsHeld');
  });
});

describe('the names in a template', () => {
  it('are fields, tables with their columns, and conditions', () => {
    expect(
      unknownNames({
        title: {},
        signedCount: {},
        signedAny: { signed: { number: {}, title: {}, amount: {}, reporter: {} }, signedTotal: {} },
        signedNote: { signedNote: {} },
        moved: { from: {}, to: {} },
      }),
    ).toEqual([]);
    expect(
      unknownNames({
        titel: {},
        signed: { fixedAssets: {}, number: {} },
        signedAny: { nobody: {} },
        created: {},
        lostTotal: {},
        constructor: {},
      }),
    ).toEqual(['titel', 'signed.fixedAssets', 'nobody', 'created', 'lostTotal', 'constructor']);
  });
});
