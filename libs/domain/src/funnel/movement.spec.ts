import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowSources, flowTargets, leadFlow, leadsMoved } from './flow';
import { leads } from './histories';
import * as oracle from './oracle';
import { knowledge, question, tableOf } from './questions';
import { leadsBehind } from './scan';
import { leadsStaying, leadStays, stayBucket, stayBuckets, stayKinds } from './stay';
import { dateOfDay, dayNumber, funnelSteps } from './step';
import { leadTrend, trendSpans, trendUnits } from './trend';

const byId = <T extends { id: string }>(found: readonly T[]) => [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id).sort();

describe('moves between the steps', () => {
  it('are those from one evening to the next, each lead once, and behind each lie the leads that made it', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const table = tableOf(all);
        const links = leadFlow(table, asked, knowledge);
        for (const from of flowSources)
          for (const to of flowTargets) {
            const made = oracle.moved(all, asked, knowledge, { from, to });
            const link = links.find((each) => each.from === from && each.to === to);
            expect(link?.count ?? 0, `${from} ${to}`).toBe(made.length);
            const behind = leadsMoved(table, asked, knowledge, { from, to });
            expect(idsOf(behind), `${from} ${to}`).toEqual(idsOf(made));
          }
      }),
      { numRuns: 200 },
    );
  });
});

describe('time at a step', () => {
  it('is told of whoever stands there or has left it, against the norm, and opens up', () => {
    fc.assert(
      fc.property(leads, question, fc.constantFrom(...stayKinds), (all, asked, kind) => {
        const table = tableOf(all);
        leadStays(table, { ...asked, kind }, knowledge).forEach(({ step, norm, count, ...figures }, index) => {
          const its = oracle.stays(all, { ...asked, kind }, knowledge, index);
          const days = its.map((each) => each.days).sort((a, b) => a - b);
          const rank = (share: number) => days[Math.max(0, Math.ceil(days.length * share) - 1)] ?? null;
          expect([count, norm], step).toEqual([its.length, knowledge.norms[step] ?? null]);
          expect([figures.medianDays, figures.p90Days]).toEqual([rank(0.5), rank(0.9)]);
          for (const bucket of [null, ...stayBuckets]) {
            const inBucket = its.filter(
              (each) => bucket === null || stayBucket(each.days, knowledge.norms[step]) === bucket,
            );
            expect(bucket === null ? count : figures.buckets[bucket]).toBe(inBucket.length);
            const behind = leadsStaying(table, { ...asked, kind }, knowledge, { step, bucket });
            expect(byId(behind)).toEqual(byId(inBucket));
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is over the norm from the day after it, and far over from half as much again', () => {
    expect([0, 10, 11, 15, 16].map((days) => stayBucket(days, 10))).toEqual([
      'within',
      'within',
      'over',
      'over',
      'farOver',
    ]);
    expect(stayBucket(3, undefined)).toBe('noNorm');
  });
});

describe('arrivals over time', () => {
  it('are, for each month and week, what the funnel of these days says, and open with it', () => {
    fc.assert(
      fc.property(leads, question, fc.constantFrom(...trendUnits), (all, wide, unit) => {
        const [table, asked] = [tableOf(all), { ...wide, to: Math.min(wide.to, wide.from + 100) }];
        for (const { from, to, counts } of leadTrend(table, asked, knowledge, unit)) {
          const its = { ...asked, view: 'entered', groupBy: null, from, to } as const;
          funnelSteps.forEach((step, index) => {
            const expected = oracle.behind(all, its, knowledge, index, 'reached').length;
            expect(counts[step], `${dateOfDay(from)} ${step}`).toBe(expected);
            expect(leadsBehind(table, its, knowledge, { step, part: 'reached' }).length).toBe(expected);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lie in months and weeks that cover the period without a gap', () => {
    const told = (from: string, to: string, unit: 'month' | 'week') =>
      trendSpans(dayNumber(from), dayNumber(to), unit).map((span) => [span.from, span.to].map(dateOfDay));
    expect(told('2026-01-30', '2026-03-01', 'month')).toEqual([
      ['2026-01-30', '2026-01-31'],
      ['2026-02-01', '2026-02-28'],
      ['2026-03-01', '2026-03-01'],
    ]);
    // A Saturday to a Tuesday.
    expect(told('2026-11-28', '2026-12-01', 'week')).toEqual([
      ['2026-11-28', '2026-11-29'],
      ['2026-11-30', '2026-12-01'],
    ]);
    expect(told('1969-12-31', '1970-01-05', 'week')).toEqual([
      ['1969-12-31', '1970-01-04'],
      ['1970-01-05', '1970-01-05'],
    ]);
    expect(told('2026-03-02', '2026-03-01', 'month')).toEqual([]);
  });

  it('begin, of the time since ever, with the first', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const ever = { ...asked, from: dayNumber('1900-01-01') };
        const [first] = leadTrend(tableOf(all), ever, knowledge, 'month');
        if (first) expect(Object.values(first.counts).some((count) => count > 0)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
