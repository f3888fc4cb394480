import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FunnelLead } from './columns';
import { leads } from './histories';
import * as oracle from './oracle';
import { funnelParts, type FunnelQuestion } from './question';
import { knowledge, question, tableOf } from './questions';
import { answer, type GroupFigures, leadsBehind, placeOfLead, type StepFigures } from './scan';
import { funnelSteps } from './step';

/** The figures of a step as the definitions say, for the leads of one group or of all; who went on is asked of the group at the step before. */
function expected(
  all: readonly FunnelLead[],
  asked: FunnelQuestion,
  index: number,
  before = all,
): Omit<StepFigures, 'step'> {
  const behind = (part: (typeof funnelParts)[number]) => oracle.behind(all, asked, knowledge, index, part);
  const days = oracle.daysAt(all, asked, knowledge, index);
  const rank = (share: number) => days[Math.max(0, Math.ceil(days.length * share) - 1)] ?? null;
  return {
    counts: Object.fromEntries(funnelParts.map((part) => [part, behind(part).length])) as StepFigures['counts'],
    deals: oracle.dealsAt(all, asked, knowledge, index),
    amounts: new Map(Object.entries(oracle.worth(all, asked, knowledge, index))),
    fromPrevious:
      asked.view === 'snapshot' || index === 0
        ? behind('reached').length
        : oracle.behind(before, asked, knowledge, index - 1, 'wentOn').length,
    medianDays: rank(0.5),
    p90Days: rank(0.9),
    lostReasons: new Map(Object.entries(oracle.lostReasons(all, asked, knowledge, index))),
  };
}

const figuresOf = ({ counts, deals, amounts, fromPrevious, medianDays, p90Days, lostReasons }: StepFigures) => ({
  counts,
  deals,
  amounts,
  fromPrevious,
  medianDays,
  p90Days,
  lostReasons,
});

type Days = [from: number, to: number, asOf: number];
const leader = { id: 'ann', role: 'leader', departmentId: 'north', departmentIds: ['north'] } as const;

describe('figures of the funnel', () => {
  it('are what the definitions say, lead by lead, for any histories, question and reader', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const table = tableOf(all);
        const { total, groups } = answer(table, asked, knowledge);
        funnelSteps.forEach((step, index) => {
          expect(figuresOf(total.steps[index]!), `${asked.view} ${step}`).toEqual(expected(all, asked, index));
        });
        for (const { key, steps } of groups)
          funnelSteps.forEach((step, index) => {
            const its = (at: number) => all.filter((lead) => oracle.groupsOf(lead, asked, knowledge, at).includes(key));
            expect(figuresOf(steps[index]!), `${asked.groupBy} ${key} ${step}`).toEqual(
              expected(its(index), asked, index, its(index - 1)),
            );
          });
        if (asked.groupBy && asked.groupBy !== 'tier')
          expect(sumOf(groups)).toEqual(total.steps.map(({ counts }) => counts.reached));
      }),
      { numRuns: 600 },
    );
  });

  it('open up: behind every figure lie exactly as many leads, the right ones', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const table = tableOf(all);
        const { total, groups } = answer(table, asked, knowledge);
        const check = ({ steps }: GroupFigures, group?: string | null) =>
          steps.forEach(({ step, counts, lostReasons }, index) => {
            for (const part of funnelParts) {
              const ids = leadsBehind(table, asked, knowledge, { step, part, ...(group !== undefined && { group }) });
              expect(ids.length).toBe(counts[part]);
              if (group === undefined)
                expect([...ids].sort()).toEqual(oracle.behind(all, asked, knowledge, index, part).map(({ id }) => id));
            }
            for (const [reason, count] of lostReasons)
              expect(
                leadsBehind(table, asked, knowledge, {
                  step,
                  part: 'lost',
                  reason,
                  ...(group !== undefined && { group }),
                }).length,
              ).toBe(count);
          });
        for (const [index, { step, deals }] of total.steps.entries()) {
          const reached = oracle.behind(all, asked, knowledge, index, 'reached');
          const counted = reached.flatMap(({ id }) => placeOfLead(table, id, asked, step).deals.filter(Boolean));
          expect(counted.length, `deals at ${step}`).toBe(deals);
        }
        check(total);
        for (const each of groups) check(each, each.key);
      }),
      { numRuns: 300 },
    );
  });

  it('hold where a period begins or ends on the very day of a change, for what was undone or told of before as well', () => {
    fc.assert(
      fc.property(leads, question, fc.tuple(fc.nat(), fc.nat(), fc.nat()), (all, some, picks) => {
        const days = all.flatMap(({ history: { createdOn, moves, deals } }) => [
          createdOn,
          ...[moves, ...deals].flat().map(({ on }) => on),
        ]);
        const [from, to, asOf] = picks.map((pick) => days[pick % days.length]!).sort((a, b) => a - b) as Days;
        const ever = picks[0] % 2 === 0;
        const asked = { ...some, from: ever ? 19_000 : from, to, asOf, filters: {}, among: null, actor: leader };
        const { total, groups } = answer(tableOf(all), asked, knowledge);
        funnelSteps.forEach((step, index) => {
          expect(figuresOf(total.steps[index]!), `${asked.view} ${step}`).toEqual(expected(all, asked, index));
        });
        if (asked.groupBy && asked.groupBy !== 'tier')
          expect(sumOf(groups)).toEqual(total.steps.map(({ counts }) => counts.reached));
      }),
      { numRuns: 400 },
    );
  });

  it('know a lead as created on the day of its entry alone, however long before its deal had begun', () => {
    const history = {
      createdOn: 20_100,
      moves: [],
      deals: [[{ on: 20_050, to: 'negotiating' as const, reason: null }]],
    };
    const lead = leadOf(history);
    const asked = { view: 'entered', from: 20_000, to: 20_060, asOf: 20_200, within: null, groupBy: null } as const;
    const { total } = answer(tableOf([lead]), { ...asked, filters: {}, among: null, actor: leader }, knowledge);
    expect(total.steps.slice(0, 4).map(({ counts }) => counts.reached)).toEqual([0, 1, 1, 1]);
  });

  it('know of a step that one of several deals reached and left on the same day, which moved the lead nowhere', () => {
    const [negotiating, visited] = ['negotiating', 'site_visit'] as const;
    const lead = leadOf({
      createdOn: 20_007,
      moves: [],
      deals: [
        [negotiating, visited, negotiating].map((to) => ({ on: 20_091, to, reason: null })),
        [{ on: 19_967, to: negotiating, reason: null }],
      ],
    });
    for (const groupBy of [null, 'month'] as const) {
      const day = { from: 20_091, to: 20_091, asOf: 20_091 };
      const asked = {
        view: 'entered',
        ...day,
        within: null,
        groupBy,
        filters: {},
        among: null,
        actor: leader,
      } as const;
      const { total } = answer(tableOf([lead]), asked, knowledge);
      expect(total.steps[4]?.counts).toMatchObject({ reached: 1, movedBack: 1 });
    }
  });

  it('are the same however the leads came in: put once, put again with more, taken out and put back', () => {
    fc.assert(
      fc.property(leads, leads, question, (before, after, asked) => {
        const table = tableOf(before);
        for (const { id } of before) table.remove(id);
        for (const each of after) table.put(each);
        expect(answer(table, asked, knowledge).total).toEqual(answer(tableOf(after), asked, knowledge).total);
      }),
      { numRuns: 200 },
    );
  });

  it('add up: a cohort is those that came furthest to each step, and whoever stands somewhere stands at one place', () => {
    fc.assert(
      fc.property(leads, question, (all, asked) => {
        const { steps } = answer(tableOf(all), { ...asked, view: 'cohort', groupBy: null }, knowledge).total;
        const sum = (part: 'open' | 'onHold' | 'lost') => steps.reduce((total, { counts }) => total + counts[part], 0);
        expect(sum('open') + sum('onHold') + sum('lost')).toBe(steps[0]!.counts.reached);
        steps
          .slice(1)
          .forEach(({ counts }, index) => expect(counts.reached).toBeLessThanOrEqual(steps[index]!.counts.reached));
      }),
      { numRuns: 200 },
    );
  });
});

const leadOf = (history: FunnelLead['history']): FunnelLead => ({
  id: 'lead-000',
  ownerId: 'ann',
  departmentId: 'north',
  pooled: false,
  confidentialTo: null,
  ...{ cluster: null, park: null, chainGap: null, chainNode: null, anchor: null, estimate: null },
  ...{ region: 'KR', channel: 'fair', tiers: [], investments: history.deals.map(() => null), history },
});
const sumOf = (groups: readonly GroupFigures[]) =>
  funnelSteps.map((_, index) => groups.reduce((sum, { steps }) => sum + steps[index]!.counts.reached, 0));
