import { describe, expect, it } from 'vitest';
import { FunnelColumns, type FunnelLead } from './columns';
import { packAmount, unpackSum } from './pack';
import { DayCounts } from './quantile';
import type { FunnelQuestion } from './question';
import { answer } from './scan';
import { dateOfDay, dayNumber, funnelSteps, monthOfDay, nameOfMonth, stageOfStep, stepOfStage } from './step';
import { placeOn, trackOf } from './track';

const day = dayNumber('2026-03-02');
const entry = <To extends string>(on: number, to: To, reason: string | null = null) => ({ on: day + on, to, reason });

describe('the way of a lead', () => {
  it('skips nothing: who jumps to signing has been reviewed, as far as the funnel goes, and took no time for it', () => {
    const { reached, entered } = trackOf({
      createdOn: day,
      moves: [],
      deals: [[entry(3, 'negotiating'), entry(9, 'signed')]],
    });
    const on = (step: (typeof funnelSteps)[number]) => reached[funnelSteps.indexOf(step)];
    expect([on('created'), on('contacted'), on('converted'), on('review'), on('signed'), on('registered')]).toEqual([
      day,
      day + 3,
      day + 3,
      day + 9,
      day + 9,
      null,
    ]);
    expect(funnelSteps.filter((_, step) => entered[step])).toEqual(['created', 'converted', 'signed']);
  });

  it('keeps the day on which a step was first reached through moves back, rests and reopenings', () => {
    const { reached, path } = trackOf({
      createdOn: day,
      moves: [],
      deals: [
        [
          entry(1, 'negotiating'),
          entry(4, 'review'),
          entry(6, 'site_visit'),
          entry(8, 'on_hold'),
          entry(9, 'site_visit'),
          entry(12, 'review'),
          entry(20, 'lost', 'price'),
        ],
      ],
    });
    expect(reached[stepOfStage('review')]).toBe(day + 4);
    expect(placeOn(path, day + 8)).toMatchObject({ step: stepOfStage('site_visit'), footing: 'onHold' });
    expect(placeOn(path, day + 30)).toMatchObject({ step: stepOfStage('review'), footing: 'lost', reason: 'price' });
    expect(placeOn(path, day - 1)).toBeNull();
  });

  it('is, of several deals, that of the one that is worked on and has come furthest', () => {
    const { path } = trackOf({
      createdOn: day,
      moves: [],
      deals: [
        [entry(1, 'negotiating'), entry(5, 'signed'), entry(10, 'lost', 'policy')],
        [entry(2, 'negotiating'), entry(7, 'site_visit')],
      ],
    });
    expect(placeOn(path, day + 6)).toMatchObject({ step: stepOfStage('signed'), footing: 'open' });
    expect(placeOn(path, day + 11)).toMatchObject({ step: stepOfStage('site_visit'), footing: 'open' });
  });

  it('may have begun before the lead was entered; it is created when it is entered', () => {
    const { reached } = trackOf({ createdOn: day, moves: [], deals: [[entry(-20, 'negotiating')]] });
    expect([reached[0], reached[3]]).toEqual([day, day - 20]);
  });
});

describe('a cohort within so many days', () => {
  const lead: FunnelLead = {
    id: 'a',
    ownerId: 'ann',
    departmentId: 'north',
    pooled: false,
    confidentialTo: null,
    cluster: null,
    park: null,
    region: 'KR',
    chainGap: null,
    chainNode: null,
    channel: 'fair',
    anchor: null,
    tiers: [],
    estimate: null,
    history: { createdOn: day, moves: [], deals: [] },
    investments: [],
  };
  const table = new FunnelColumns();
  table.put(lead);
  const undecided = (asOf: number) => {
    const question: FunnelQuestion = {
      view: 'cohort',
      from: day,
      to: day,
      asOf,
      within: 30,
      filters: {},
      among: null,
      groupBy: null,
      actor: { id: 'lena', role: 'leader', departmentId: 'top', departmentIds: [] },
    };
    return answer(table, question, { chainOfNode: new Map(), norms: {} }).total.steps[0]?.counts.undecided;
  };

  it('leaves a lead undecided until the last of its days is over', () => {
    expect([undecided(day + 29), undecided(day + 30)]).toEqual([1, 0]);
  });
});

describe('what figures are made of', () => {
  it('quantiles by the nearest rank, of one place or of several together, however long', () => {
    const days = new DayCounts(4);
    for (const [place, value] of [
      [0, 9],
      [0, 1],
      [1, 4],
      [2, 7],
      [3, 0],
      [3, 0],
      [3, 65_535],
    ] as const)
      days.add(place, value);
    expect(days.quantiles([0, 1], [0.5, 0.9])).toEqual([4, 9]);
    expect(days.quantiles([2], [0.5, 0.9])).toEqual([7, 7]);
    expect(days.quantiles([3], [0.5, 0.9])).toEqual([0, 65_535]);
    expect(days.quantiles([2, 3], [0.1, 0.7, 0.8])).toEqual([0, 7, 65_535]);
    expect(days.length([0, 3])).toBe(5);
    expect(new DayCounts(1).quantiles([0], [0.5])).toEqual([null]);
  });

  it('money, exact to the hundredth however large', () => {
    const amounts = ['999999999999999.99', '0.01', '1', '12.5'];
    const [high, low] = amounts.map(packAmount).reduce(([h, l], [a, b]) => [h + a, l + b], [0, 0] as const);
    expect(unpackSum(high, low)).toBe(100_000_000_000_001_350n);
  });

  it('days, months and stages, there and back', () => {
    expect(dateOfDay(dayNumber('2024-02-29'))).toBe('2024-02-29');
    expect(nameOfMonth(monthOfDay(dayNumber('2026-12-31')))).toBe('2026-12');
    expect(stageOfStep('converted')).toBe('negotiating');
    expect(stageOfStep('qualified')).toBeNull();
  });
});
