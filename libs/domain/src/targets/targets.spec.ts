import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDay, dayNumber } from '../funnel/step';
import { compare, decimal, fixed, plus } from '../money/decimal';
import { goalOf, periodOf, progressOf } from './progress';
import { type TargetFacts, targetFlaws } from './target';

const target = (more: Partial<TargetFacts> = {}): TargetFacts => ({
  metric: 'signed',
  kind: 'total',
  value: '100',
  currency: null,
  base: null,
  baseYear: null,
  firstYear: 2026,
  years: 1,
  done: null,
  doneOn: null,
  ...more,
});
const at = (today: string, more = {}) => ({
  year: Number(today.slice(0, 4)),
  today,
  reporting: 'CNY',
  rates: [{ currency: 'USD', validFrom: '2026-01-01', rate: '7' }],
  ...more,
});
const counted = (count: number) => ({ count, amounts: [] });
const paid = (...amounts: [string, string, string][]) => ({
  count: amounts.length,
  amounts: amounts.map(([amount, currency, on]) => ({ amount, currency, on })),
});

describe('a target against its time', () => {
  it('says what is due by now, how far behind it is, and what the rest of the year asks for', () => {
    // The 73rd of 365 days is a fifth of the year.
    const told = progressOf(target(), counted(5), at('2026-03-14'));
    expect(told).toMatchObject({
      from: '2026-01-01',
      to: '2026-12-31',
      goal: '100',
      done: '5',
      dueByNow: '20.0',
      donePercent: '5.0',
      duePercent: '20.0',
      behind: '15.0',
      remaining: '95',
      perMonth: '2.1',
      perMonthNeeded: '9.9',
      standing: 'yellow',
    });
  });

  it('is yellow from ten points behind, red above thirty, by the exact share and not the rounded one', () => {
    // By the end of 14 March a fifth, by that of 26 May two fifths.
    const standing = (done: number, today = '2026-03-14', value = '1000') =>
      progressOf(target({ value }), counted(done), at(today)).standing;
    expect([201, 200, 101, 100, 0].map((done) => standing(done))).toEqual([
      'ahead',
      'onPace',
      'onPace',
      'yellow',
      'yellow',
    ]);
    expect([101, 100, 99].map((done) => standing(done, '2026-05-26'))).toEqual(['yellow', 'yellow', 'red']);
    expect(standing(1000)).toBe('reached');
    // On its last day it can still be reached.
    expect(progressOf(target(), counted(99), at('2026-12-31')).standing).toBe('onPace');
    expect(progressOf(target(), counted(99), at('2027-01-01', { year: 2026 })).standing).toBe('missed');
    expect(progressOf(target(), counted(0), at('2025-12-31', { year: 2026 })).standing).toBe('notBegun');
  });

  it('reckons a plan of five years over all its days', () => {
    const plan = target({ firstYear: 2021, years: 5, value: '60' });
    expect(periodOf(plan, 2023)).toEqual(['2021-01-01', '2025-12-31']);
    expect(progressOf(plan, counted(30), at('2023-07-02'))).toMatchObject({
      duePercent: '50.0',
      perMonth: '1.0',
      perMonthNeeded: '1.0',
      standing: 'onPace',
    });
    expect(progressOf(plan, counted(59), at('2026-03-01', { year: 2025 }))).toMatchObject({
      asOf: '2025-12-31',
      standing: 'missed',
      perMonthNeeded: null,
      donePercent: '98.3',
    });
  });

  it('never calls the whole what falls short of it', () => {
    expect(progressOf(target({ value: '100000' }), counted(99_999), at('2026-06-01')).donePercent).toBe('99.9');
  });
});

describe('a target in money', () => {
  const usd = target({ metric: 'utilisedForeignCapital', value: '1000.00', currency: 'USD' });

  it('stays in its own currency while every amount is in it', () => {
    const told = progressOf(
      usd,
      paid(['100.10', 'USD', '2020-01-01'], ['0.20', 'USD', '2020-01-01']),
      at('2026-06-01'),
    );
    expect(told).toMatchObject({ currency: 'USD', goal: '1000.00', done: '100.30', remaining: '899.70', missing: [] });
  });

  it('converts both sides otherwise, and leaves apart what has no rate', () => {
    const told = progressOf(
      usd,
      paid(['100.00', 'USD', '2026-02-01'], ['700.00', 'CNY', '2026-02-01'], ['9.00', 'KRW', '2026-02-01']),
      at('2026-06-01'),
    );
    expect(told).toMatchObject({
      currency: 'CNY',
      goal: '7000.00',
      done: '1400.00',
      donePercent: '20.0',
      unconverted: [{ amount: '9.00', currency: 'KRW' }],
      missing: [{ currency: 'KRW', on: '2026-02-01' }],
    });
  });

  it('has no progress while the goal itself has no rate', () => {
    const krw = { ...usd, currency: 'KRW' };
    expect(progressOf(krw, paid(['1.00', 'CNY', '2026-02-01']), at('2026-06-01'))).toMatchObject({
      goal: null,
      done: '1.00',
      standing: null,
      why: 'rate-missing',
    });
  });
});

describe('a growth', () => {
  const growth = target({
    metric: 'utilisedForeignCapital',
    kind: 'growth',
    value: '6',
    currency: 'USD',
    firstYear: 2021,
    years: 5,
  });

  it('cannot be reckoned without a base, and says so', () => {
    expect(progressOf(growth, paid(['5.00', 'USD', '2024-05-01']), at('2024-06-30'))).toMatchObject({
      goal: null,
      done: '5.00',
      why: 'no-base',
      standing: null,
    });
  });

  it('is compounded from its base, and asks of each year its own', () => {
    const based = { ...growth, base: '100.00', baseYear: 2020 };
    expect([2021, 2022, 2025].map((year) => fixed(goalOf(based, year) ?? decimal('0'), 2))).toEqual([
      '106.00',
      '112.36',
      '133.82',
    ]);
    expect(progressOf(based, paid(['56.18', 'USD', '2022-05-01']), at('2022-07-02'))).toMatchObject({
      from: '2022-01-01',
      to: '2022-12-31',
      donePercent: '50.0',
      standing: 'onPace',
    });
  });
});

describe('a figure by hand', () => {
  const byHand = target({ metric: 'byHand', value: '80', base: '74.7', firstYear: 2021, years: 5 });

  it('is measured from its base, on the day of which it is', () => {
    const told = progressOf({ ...byHand, done: '77.35', doneOn: '2023-07-02' }, null, at('2023-12-31'));
    expect(told).toMatchObject({ asOf: '2023-07-02', donePercent: '50.0', duePercent: '50.0', standing: 'onPace' });
    expect(told.dueByNow).toBe('77.35');
    // What is left is spread over the time since then, as what is due is reckoned to then: nobody knows yet what came after.
    expect(told.perMonthNeeded).toBe('0.09');
    expect(progressOf({ ...byHand, done: '77.35', doneOn: '2023-07-02' }, null, at('2026-01-01'))).toMatchObject({
      perMonthNeeded: null,
      standing: 'missed',
    });
  });

  it('may be to fall', () => {
    const down = { ...byHand, value: '10', base: '20', done: '18', doneOn: '2023-07-02' };
    expect(progressOf(down, null, at('2023-07-02'))).toMatchObject({
      donePercent: '20.0',
      dueByNow: '15.00',
      behind: '30.0',
      standing: 'yellow',
      remaining: '8.00',
    });
  });

  it('says what is missing: the figure, or the target itself', () => {
    expect(progressOf(byHand, null, at('2023-07-02')).why).toBe('no-figure');
    // Of a day before the figure nothing was known of it.
    const later = progressOf({ ...byHand, done: '77.35', doneOn: '2023-07-02' }, null, at('2023-07-01'));
    expect([later.done, later.why]).toEqual([null, 'no-figure']);
    expect(
      progressOf({ ...byHand, value: null, done: '1', doneOn: '2023-01-01' }, null, at('2023-07-02')),
    ).toMatchObject({
      done: '1.00',
      why: 'no-value',
    });
    expect(progressOf({ ...byHand, done: '75', doneOn: '2020-12-31' }, null, at('2023-07-02')).why).toBe('no-figure');
    const rate = {
      ...byHand,
      kind: 'growth' as const,
      value: '5',
      base: '1',
      baseYear: 2020,
      done: '2',
      doneOn: '2022-05-01',
    };
    expect(progressOf(rate, null, at('2023-07-02')).why).toBe('no-figure');
  });
});

it('tells nothing of records that the reader may not see, and no standing of those seen in part', () => {
  expect(progressOf(target(), null, at('2026-06-01'))).toMatchObject({ goal: '100', done: null, why: 'out-of-reach' });
  expect(progressOf(target(), counted(3), at('2026-06-01', { inPart: true }))).toMatchObject({
    goal: '100',
    done: '3',
    donePercent: null,
    standing: null,
    why: 'in-part',
  });
});

describe('whatever the figures', () => {
  const cents = fc.bigInt({ min: 1n, max: 10n ** 15n });
  const day = fc.integer({ min: dayNumber('2021-01-01'), max: dayNumber('2025-12-31') }).map(dateOfDay);
  const years = fc.constantFrom(1 as const, 5 as const);
  const money = (units: bigint) => fixed({ units, places: 2 }, 2);

  it('done and remaining make the goal, and the pace that is asked for gets there', () => {
    fc.assert(
      fc.property(cents, cents, day, years, (goal, done, today, span) => {
        const year = Number(today.slice(0, 4));
        const facts = target({
          metric: 'signedAmount',
          value: money(goal),
          currency: 'CNY',
          firstYear: span === 1 ? year : 2021,
          years: span,
        });
        const told = progressOf(facts, paid([money(done), 'CNY', today]), at(today));
        const remaining = decimal(told.remaining ?? '');
        if (done >= goal) {
          expect(told.remaining).toBe('0.00');
          expect(told.standing).toBe('reached');
        } else expect(fixed(plus(decimal(told.done ?? ''), remaining), 2)).toBe(money(goal));
        if (told.perMonthNeeded === null) expect(today).toBe(told.to);
        else {
          const left = dayNumber(told.to) - dayNumber(today);
          const days = dayNumber(told.to) - dayNumber(told.from) + 1;
          const months = (left * 12 * span) / days;
          const reached = Number(told.perMonthNeeded) * months;
          expect(Math.abs(reached - Number(told.remaining))).toBeLessThanOrEqual(
            0.005 * months + 1e-6 * reached + 0.01,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('more done never stands worse, and a later day never better', () => {
    const order = ['red', 'missed', 'yellow', 'onPace', 'ahead', 'reached'];
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 1000 }), day, day, (a, b, goal, one, other) => {
        const facts = target({ value: String(goal), firstYear: 2021, years: 5 });
        const [first, last] = one < other ? [one, other] : [other, one];
        const rank = (done: number, today: string) =>
          order.indexOf(progressOf(facts, counted(done), at(today)).standing ?? '');
        expect(rank(Math.max(a, b), first)).toBeGreaterThanOrEqual(rank(Math.min(a, b), first));
        expect(rank(a, first)).toBeGreaterThanOrEqual(rank(a, last));
      }),
      { numRuns: 2000 },
    );
  });

  it('the standing is that of the shares reckoned another way', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), day, (done, goal, today) => {
        const facts = target({ value: String(goal), firstYear: 2021, years: 5 });
        const total = 1826n;
        const passed = BigInt(dayNumber(today) - dayNumber('2021-01-01') + 1);
        // In parts of total × goal, so that nothing is rounded.
        const whole = total * BigInt(goal);
        const behind = passed * BigInt(goal) - BigInt(done) * total;
        const expected =
          done >= goal
            ? 'reached'
            : behind < 0n
              ? 'ahead'
              : behind * 10n < whole
                ? 'onPace'
                : behind * 10n <= 3n * whole
                  ? 'yellow'
                  : 'red';
        const told = progressOf(facts, counted(done), at(today));
        expect(told.standing).toBe(expected);
        expect(compare(decimal(told.remaining ?? ''), decimal('0'))).toBe(done >= goal ? 0 : 1);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a target as it is entered', () => {
  const flaws = (more: Partial<TargetFacts> & { nameZh?: string | null; nameEn?: string | null }) =>
    targetFlaws({ nameZh: null, nameEn: null, ...target(), ...more }, '2026-06-15').map(
      ({ path, code }) => `${path}:${code}`,
    );

  it('is fine by its metric alone, and by hand with its names', () => {
    expect(flaws({})).toEqual([]);
    expect(flaws({ metric: 'byHand' })).toEqual(['nameZh:required', 'nameEn:required']);
    expect(flaws({ metric: 'byHand', nameZh: '名', nameEn: 'Name', value: null })).toEqual([]);
  });

  it('has a currency where it is money, and whole numbers where it is a count', () => {
    expect(flaws({ metric: 'fundsInPlace' })).toEqual(['currency:required']);
    expect(flaws({ currency: 'CNY' })).toEqual(['currency:not-money']);
    expect(flaws({ value: '1.5' })).toEqual(['value:not-whole']);
    expect(flaws({ value: '0' })).toEqual(['value:not-positive']);
    expect(flaws({ value: null })).toEqual(['value:required']);
  });

  it('has a base where that means something, of a year before', () => {
    const growth = { kind: 'growth', value: '6' } as const;
    expect(flaws(growth)).toEqual([]);
    expect(flaws({ ...growth, base: '5' })).toEqual(['baseYear:required']);
    expect(flaws({ ...growth, baseYear: 2025 })).toEqual(['base:required']);
    expect(flaws({ ...growth, base: '5', baseYear: 2026 })).toEqual(['baseYear:not-before']);
    expect(flaws({ ...growth, base: '0', baseYear: 2025 })).toEqual(['base:not-positive']);
    expect(flaws({ base: '5' })).toEqual(['base:by-records']);
    expect(flaws({ baseYear: 2025 })).toEqual(['baseYear:base-of-growth']);
    expect(flaws({ metric: 'byHand', nameZh: '名', nameEn: 'N', base: '100' })).toEqual(['base:same-as-base']);
  });

  it('has a figure by hand only where no record gives one, with its day, which has come', () => {
    expect(flaws({ done: '1', doneOn: '2026-06-01' })).toEqual(['done:by-records']);
    const named = { metric: 'byHand', nameZh: '名', nameEn: 'N' } as const;
    expect(flaws({ ...named, done: '1' })).toEqual(['doneOn:required']);
    expect(flaws({ ...named, doneOn: '2026-06-01' })).toEqual(['done:required']);
    expect(flaws({ ...named, done: '1', doneOn: '2026-06-16' })).toEqual(['doneOn:in-the-future']);
  });
});
