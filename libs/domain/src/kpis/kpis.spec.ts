import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type DayKind } from '../calendars/calendar';
import * as funnelOracle from '../funnel/oracle';
import { funnelSteps } from '../funnel/step';
import { adjustmentsOf } from './adjustment';
import { KpiReader } from './entries';
import type { KpiLead, KpiQuestion } from './facts';
import { isTooEarly, KpiSums, recordsBehind } from './figures';
import { enteredCodes, type FigureCode, figureCodes, type KpiCode, kpiCodes, type KpiRecord, kpiSides } from './kpi';
import * as oracle from './oracle';
import { clock, day, leads, question } from './stories';
import { WorkClock, workingHours } from './work-clock';

const recordsOf = (all: readonly KpiLead[], asked: KpiQuestion) => {
  const reader = new KpiReader(asked);
  return all.flatMap((lead) => reader.read(lead));
};
const kpiFigures = (records: readonly KpiRecord[], codes: readonly FigureCode[]) =>
  new KpiSums(codes).add(records).figures();
const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1];
};

describe('the indicators', () => {
  it('are what a reading of every history by brute force comes to, with as many records behind each', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const records = recordsOf(all, asked);
        for (const figures of kpiFigures(records, kpiCodes)) {
          const code = figures.code as KpiCode;
          for (const side of kpiSides) {
            const expected = oracle.found(all, asked, code, side);
            expect(figures.sides[side].count, `${code} ${side}`).toBe(expected.length);
            expect(
              recordsBehind(records, { figure: code, side })
                .map(({ id }) => id)
                .sort(),
            ).toEqual(expected.map(({ id }) => id).sort());
            if (figures.sides[side].amount !== null)
              expect(figures.sides[side].amount, `${code} ${side}`).toBe(oracle.worthOf(expected, asked));
          }
          const numerator = oracle.found(all, asked, code, 'numerator');
          const values = numerator.flatMap(({ value }) => value ?? []);
          if (figures.kind === 'days') expect(figures.value).toBe(values.length > 0 ? String(median(values)) : null);
          if (figures.kind === 'hours' && values.length > 0)
            expect(Number(figures.value)).toBeCloseTo(Math.round(median(values)! / 6) / 10, 5);
          if (code !== 'lostLeads') continue;
          expect(figures.losses.reduce((sum, { count }) => sum + count, 0)).toBe(figures.sides.numerator.count);
          for (const { step, reason, count, days, amount: worth } of figures.losses) {
            const its = numerator.filter(({ at }) => at === `${funnelSteps.indexOf(step)} ${reason}`);
            expect([count, days]).toEqual([its.length, its.reduce((sum, { value = 0 }) => sum + value, 0)]);
            expect(worth).toBe(oracle.worthOf(its, asked));
            expect(recordsBehind(records, { figure: code, side: 'numerator', step, reason })).toHaveLength(count);
          }
        }
      }),
      { numRuns: 1_500 },
    );
  }, 120_000);

  it('count a project once, however often it is signed or moved back, and never in two periods', () => {
    fc.assert(
      fc.property(leads, question, day, (all, asked, end) => {
        const whole = recordsOf(all, { ...asked, from: 0, to: 99_999, asOf: 99_999 });
        const parts = [
          { from: 0, to: end },
          { from: end + 1, to: 99_999 },
        ].flatMap((period) => recordsOf(all, { ...asked, ...period, asOf: 99_999 }));
        for (const figure of ['projectsSigned', 'increasesSigned', ...enteredCodes] as const) {
          const ids = (list: typeof whole) => recordsBehind(list, { figure, side: 'numerator' }).map(({ id }) => id);
          expect(new Set(ids(whole)).size).toBe(ids(whole).length);
          expect(ids(parts).sort()).toEqual(ids(whole).sort());
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('freeze of the funnel what its own view of entries says', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const records = recordsOf(all, asked);
        const actor = { id: 'x', role: 'leader' as const, departmentId: 'north', departmentIds: [] };
        const open = all.filter(({ confidentialTo }) => !confidentialTo).map(oracle.asFunnelLead);
        const knowledge = { chainOfNode: new Map<string, string>(), norms: {} };
        funnelSteps.forEach((step, index) => {
          const expected = funnelOracle.behind(
            open,
            { ...asked, view: 'entered', within: null, filters: {}, among: null, groupBy: null, actor },
            knowledge,
            index,
            'reached',
          );
          const its = recordsBehind(records, { figure: `entered.${step}`, side: 'numerator' });
          expect(its.filter(({ confidentialTo }) => !confidentialTo)).toHaveLength(expected.length);
        });
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('are rates between nothing and everything but for money, with what is undecided outside the numerator', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        for (const { code, kind, value, sides } of kpiFigures(recordsOf(all, asked), kpiCodes)) {
          expect(sides.numerator.count + sides.undecided.count).toBeLessThanOrEqual(
            kind === 'rate' || kind === 'hours' ? sides.denominator.count : Infinity,
          );
          if (kind === 'rate' && code !== 'fundsInPlaceRate' && value !== null)
            expect(Number(value) >= 0 && Number(value) <= 100).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are no rate yet while more than half of what they are of is undecided', () => {
    const figure = (kind: 'rate' | 'hours', undecided: number, of: number) => ({
      kind,
      undecided: { count: undecided },
      denominator: { count: of },
    });
    expect(isTooEarly(figure('rate', 36, 44))).toBe(true);
    expect(isTooEarly(figure('rate', 1, 2))).toBe(false);
    expect(isTooEarly(figure('rate', 0, 0))).toBe(false);
    // The median of those that came says nothing of the others, and is no failure of theirs.
    expect(isTooEarly(figure('hours', 36, 44))).toBe(false);
  });
});

describe('adjustments', () => {
  it('are none where nothing was corrected, also after a way through the database', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const frozen = recordsOf(all, asked);
        expect(adjustmentsOf(JSON.parse(JSON.stringify(frozen)), recordsOf(all, asked))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('explain the whole way from the frozen figures to those of now', () => {
    fc.assert(
      fc.property(leads, leads, question, (before, after, asked) => {
        const [frozen, now] = [recordsOf(before, asked), recordsOf(after, asked)];
        const adjustments = adjustmentsOf(frozen, now);
        const [were, are] = [kpiFigures(frozen, figureCodes), kpiFigures(now, figureCodes)];
        were.forEach(({ code, sides }, index) => {
          for (const side of kpiSides) {
            const difference = adjustments
              .flatMap(({ changes }) => changes)
              .reduce((sum, change) => {
                if (change.what !== 'share' || change.figure !== code || change.side !== side) return sum;
                return sum + Number(change.after !== null) - Number(change.before !== null);
              }, 0);
            expect((are[index]?.sides[side].count ?? 0) - sides[side].count).toBe(difference);
          }
        });
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('working time', () => {
  const at = (text: string) => Date.parse(`${text}+08:00`);

  it('is that of working days alone, by the calendar and the clock of whoever works', () => {
    const calendar = {
      days: new Map<string, DayKind>([
        ['2026-03-07', 'workday'],
        ['2026-03-09', 'holiday'],
      ]),
    };
    const its = new WorkClock(calendar, 'Asia/Shanghai');
    // Friday afternoon, a worked Saturday, a free Monday.
    expect(its.minutesBetween(at('2026-03-06T16:00'), at('2026-03-10T09:30'))).toBe(60 + 480 + 30);
    expect(its.minutesBetween(at('2026-03-08T10:00'), at('2026-03-09T10:00'))).toBe(0);
    expect(its.minutesBetween(at('2026-03-06T03:00'), at('2026-03-06T23:00'))).toBe(480);
    expect(its.minutesBetween(at('2026-03-06T11:00'), at('2026-03-06T10:00'))).toBe(0);
    expect(
      new WorkClock(calendar, 'Europe/Berlin').minutesBetween(at('2026-03-06T16:00'), at('2026-03-06T18:00')),
    ).toBe(120);
  });

  it('adds up, and is the same counted minute by minute', () => {
    const start = at('2026-03-05T00:00');
    const minutes = fc.integer({ min: 0, max: 6 * 24 * 60 });
    fc.assert(
      fc.property(minutes, minutes, minutes, (a, b, c) => {
        const [first = 0, second = 0, third = 0] = [a, b, c].sort((x, y) => x - y).map((each) => start + each * 60_000);
        expect(clock.minutesBetween(first, second) + clock.minutesBetween(second, third)).toBe(
          clock.minutesBetween(first, third),
        );
        let counted = 0;
        for (let now = first; now < second; now += 60_000) {
          const local = new Date(now + 8 * 3_600_000).toISOString();
          const time = local.slice(11, 16);
          const weekday = new Date(addDays(local.slice(0, 10), 0)).getUTCDay();
          if (weekday % 6 !== 0 && time >= workingHours.from && time < workingHours.to) counted += 1;
        }
        expect(clock.minutesBetween(first, second)).toBe(counted);
      }),
      { numRuns: 100 },
    );
  });
});
