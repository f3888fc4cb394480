import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FunnelLead } from './columns';
import { leadFlow } from './flow';
import { leads } from './histories';
import type { FunnelQuestion } from './question';
import { knowledge, question, tableOf } from './questions';
import { answer } from './scan';
import { dayNumber } from './step';
import { leadStays, stayKinds } from './stay';
import { FunnelTable } from './table';
import { leadTrend, trendUnits } from './trend';
import { warmUp } from './warm-up';

/** A question that can be kept: what a search finds is not. */
const unsought = question.map((asked): FunnelQuestion => ({ ...asked, among: null }));
/** Leads by their places: one of two stories of each, or none. */
const changes = fc.array(fc.record({ at: fc.nat(), to: fc.constantFrom('one', 'other', 'gone') }), { maxLength: 8 });

/** Makes changes; several of the same lead are one. */
function change(table: FunnelTable, stories: Record<'one' | 'other', readonly FunnelLead[]>, wanted: Changes): void {
  const { one, other } = stories;
  const all = new Map(wanted.map(({ at, to }) => [at % Math.min(one.length, other.length), to]));
  const put = [...all].flatMap(([at, to]) => (to === 'gone' ? [] : [stories[to][at]!]));
  const gone = [...all].flatMap(([at, to]) => (to === 'gone' ? [one[at]!.id] : []));
  table.change(put, gone);
}
type Changes = readonly { at: number; to: 'one' | 'other' | 'gone' }[];

describe('what was counted and is kept', () => {
  it('says the same as a fresh count, whatever comes, changes and goes, with nothing dropped where all values are known', () => {
    fc.assert(
      fc.property(
        leads,
        leads,
        fc.array(unsought, { minLength: 1, maxLength: 5 }),
        fc.array(changes, { maxLength: 5 }),
        (one, other, asked, all) => {
          const table = new FunnelTable();
          table.change(one);
          table.change(other);
          for (const each of asked) {
            table.answer(each, knowledge);
            table.flow(each, knowledge);
            for (const unit of trendUnits) table.trend(each, knowledge, unit);
            for (const kind of stayKinds) table.stays({ ...each, kind }, knowledge);
          }
          expect(table.kept.size).toBeGreaterThanOrEqual(6);
          for (const wanted of all) {
            // Who was named meanwhile has asked for leads of their own.
            const kept = table.kept.size;
            change(table, { one, other }, wanted);
            expect(table.kept.size).toBe(kept);
            for (const each of asked) {
              expect(table.answer(each, knowledge)).toEqual(answer(table, each, knowledge));
              expect(table.flow(each, knowledge)).toEqual(leadFlow(table, each, knowledge));
              for (const unit of trendUnits)
                expect(table.trend(each, knowledge, unit)).toEqual(leadTrend(table, each, knowledge, unit));
              for (const kind of stayKinds)
                expect(table.stays({ ...each, kind }, knowledge)).toEqual(
                  leadStays(table, { ...each, kind }, knowledge),
                );
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says the same where new values, days and people come in, and where several questions come between the changes', () => {
    fc.assert(
      fc.property(
        leads,
        leads,
        fc.array(question, { minLength: 1, maxLength: 5 }),
        fc.array(changes),
        (one, other, asked, all) => {
          const table = new FunnelTable();
          table.change(one.slice(0, 3));
          for (const [index, wanted] of all.entries()) {
            const each = asked[index % asked.length]!;
            expect(table.answer(each, knowledge)).toEqual(answer(table, each, knowledge));
            change(table, { one, other }, wanted);
          }
          for (const each of asked) expect(table.answer(each, knowledge)).toEqual(answer(table, each, knowledge));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is asked for by the leads alone: who reads everything and is named nowhere shares it, others have their own', () => {
    const table = new FunnelTable();
    const lead = fc.sample(leads, { numRuns: 1, seed: 1 })[0]![0]!;
    table.put({ ...lead, ownerId: 'ann', departmentId: 'north', pooled: false, confidentialTo: null });
    const asked = fc.sample(unsought, { numRuns: 1, seed: 1 })[0]!;
    const ask = (id: string, role: 'leader' | 'statistician' | 'officer') =>
      table.answer(
        {
          ...asked,
          view: 'snapshot',
          from: 20_000,
          to: 21_000,
          asOf: 21_000,
          filters: {},
          groupBy: null,
          actor: { id, role, departmentId: 'north', departmentIds: ['north'] },
        },
        knowledge,
      );
    const size = () => table.kept.size;
    ask('ann', 'leader');
    ask('bob', 'leader');
    ask('cem', 'statistician');
    expect(size()).toBe(1);
    ask('ann', 'officer');
    ask('bob', 'officer');
    expect(size()).toBe(3);
    // From now on ann reads one that the others do not.
    table.put({ ...lead, id: 'lead-001', ownerId: 'cem', confidentialTo: ['ann'] });
    const standing = (answered: ReturnType<typeof ask>) =>
      answered.total.steps.reduce((sum, { counts }) => sum + counts.reached + counts.onHold + counts.lost, 0);
    expect([standing(ask('ann', 'leader')), standing(ask('bob', 'leader')), standing(ask('bob', 'officer'))]).toEqual([
      2, 1, 0,
    ]);
  });

  it('is dropped where chains or norms have changed, and where a change fails', () => {
    const all = fc.sample(leads, { numRuns: 1, seed: 2 })[0]!;
    const table = new FunnelTable();
    table.change(all);
    const leader = { id: 'ann', role: 'leader', departmentId: 'north', departmentIds: ['north'] } as const;
    const asked: FunnelQuestion = {
      view: 'snapshot',
      from: 20_000,
      to: 21_000,
      asOf: 21_000,
      within: null,
      filters: {},
      among: null,
      groupBy: 'chain',
      actor: leader,
    };
    table.answer(asked, knowledge);
    const stricter = { chainOfNode: new Map([['N1', 'C9']]), norms: { created: 0 } };
    expect(table.answer(asked, stricter)).toEqual(answer(table, asked, stricter));
    expect(table.kept.size).toBe(1);
    const [first] = all;
    expect(() => table.put({ ...first!, estimate: { amount: 'much', currency: 'CNY' } })).toThrow();
    expect(table.kept.size).toBe(0);
    table.put(first!);
    expect(table.answer(asked, knowledge).total).toEqual(answer(tableOf(all), asked, knowledge).total);
  });

  it('is bounded: of many questions those that took the most rows and were asked last are kept', () => {
    const table = new FunnelTable();
    const all = fc.sample(leads, { numRuns: 20, seed: 3 }).sort((a, b) => b.length - a.length)[0]!;
    table.change(all);
    const leader = { id: 'ann', role: 'leader', departmentId: 'north', departmentIds: ['north'] } as const;
    const asked = (from: number): FunnelQuestion => ({
      view: 'entered',
      from,
      to: 21_000,
      asOf: 21_000,
      within: null,
      filters: {},
      among: null,
      groupBy: null,
      actor: leader,
    });
    for (let day = 0; day < 1_000; day += 1) table.answer(asked(20_000 + day), knowledge);
    expect(table.kept.size).toBe(256);
    // As many leads as would have others wait: not all that is kept is worth counting again.
    table.change(all.slice(0, 1));
    expect(table.kept.size).toBe(256);
    table.change(Array.from({ length: 10 * 1_000 }, (_, index) => all[index % all.length]!));
    expect(table.kept.size).toBe(2);
    expect(table.answer(asked(20_999), knowledge)).toEqual(answer(table, asked(20_999), knowledge));
  });

  it('is there for a leader after everything was asked once, and says what a fresh count says', () => {
    const table = new FunnelTable();
    for (const each of fc.sample(leads, { numRuns: 5, seed: 3 })) table.change(each);
    const today = dayNumber('2026-03-01');
    for (const _ of warmUp(table, knowledge, today));
    const kept = table.kept.size;
    const thisYear: FunnelQuestion = {
      view: 'cohort',
      from: dayNumber('2026-01-01'),
      to: today,
      asOf: today,
      within: null,
      filters: {},
      among: null,
      groupBy: null,
      actor: { id: 'lea', role: 'leader', departmentId: 'north', departmentIds: ['north'] },
    };
    expect(table.answer(thisYear, knowledge)).toEqual(answer(table, thisYear, knowledge));
    expect(table.kept.size).toBe(kept);
  });
});
