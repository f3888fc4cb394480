import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, may, reachOf } from '../access/permissions';
import type { DayKind } from '../calendars/calendar';
import { fits } from '../funnel/oracle';
import type { FunnelFilters } from '../funnel/question';
import { knowledge, question as funnelQuestion } from '../funnel/questions';
import { rowText } from '../funnel/row-text';
import { dateOfDay } from '../funnel/step';
import { FunnelTable } from '../funnel/table';
import { KpiReader } from './entries';
import { KpiSums, recordsBehind } from './figures';
import { type KpiRecord, kpiCodes, kpiSides } from './kpi';
import { kpiSumsOf } from './kpi-tally';
import { kpiRecordsBehind } from './page-behind';
import type { KpiTableQuestion } from './row-reader';
import { clock, question, stories, type Story } from './stories';
import { WorkClock } from './work-clock';

const channels: fc.Arbitrary<FunnelFilters> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.subarray(['inquiry', 'reinvestment'], { minLength: 1 }).map((channel) => ({ channel })) },
);
/** A question with reader, filters and search; most ask for long enough that much is counted. */
const asked: fc.Arbitrary<KpiTableQuestion> = fc
  .record({ kpi: question, funnel: funnelQuestion, channels, long: fc.nat(2) })
  .map(({ kpi: { from, to, asOf, reporting, rates, clock }, funnel: { filters, among, actor }, channels, long }) => ({
    ...(long === 0 ? { from, to, asOf } : { from: 19_900, to: 20_800, asOf: long === 1 ? 20_800 : asOf }),
    reporting,
    rates,
    clock,
    filters: { ...filters, ...channels },
    among,
    actor,
  }));

/** As lists are scoped in the database: by whose the lead is, also in a pool, or by being named. */
function isReached({ confidentialTo, ownerId, departmentId }: Story['lead'], actor: Actor): boolean {
  if (confidentialTo) return confidentialTo.includes(actor.id);
  const reach = reachOf(actor.role, 'kpi.read');
  return reach === 'all' || (reach === 'own' ? ownerId === actor.id : actor.departmentIds.includes(departmentId));
}

/** What `KpiReader` reads of all leads of a question. */
function recordsOf(all: readonly Story[], question: KpiTableQuestion): KpiRecord[] {
  const { from, to, asOf, reporting, rates, clock, actor } = question;
  const endsAt = (asOf + 1) * 86_400_000 - 8 * 3_600_000;
  const reader = new KpiReader({ from, to, asOf, endsAt, reporting, rates, clock, withFunnel: false });
  return all
    .filter(({ lead, column }) => isReached(lead, actor) && fits(column, question, knowledge))
    .flatMap(({ lead }) => reader.read(lead))
    .filter((record) => may(actor, 'kpi.read', record));
}

const tableOf = (all: readonly Story[]) => {
  const table = new FunnelTable();
  table.change(all.map(({ column }) => column));
  return table;
};

describe('the indicators of all leads in columns', () => {
  it('are what the reading of each history comes to, whoever asks for whatever', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(stories, fc.array(asked, { minLength: 1, maxLength: 3 }), (all, questions) => {
        const table = tableOf(all);
        for (const each of questions) {
          const expected = new KpiSums(kpiCodes).add(recordsOf(all, each)).figures();
          expect(kpiSumsOf(table, each, knowledge).figures()).toEqual(expected);
          for (const { code, sides } of expected)
            for (const side of kpiSides) if (sides[side].count > 0) seen.add(`${code} ${side}`);
        }
      }),
      { numRuns: 2_000 },
    );
    // Nothing that can be counted was left out of the comparison.
    expect(seen.size).toBe(33);
  }, 240_000);

  it('open every figure to the records that the reading of each history finds, page by page, the newest first', () => {
    fc.assert(
      fc.property(stories, asked, fc.integer({ min: 1, max: 5 }), (all, each, most) => {
        const table = tableOf(all);
        const records = recordsOf(all, each);
        const figures = kpiSumsOf(table, each, knowledge).figures();
        for (const { code, sides, losses } of figures) {
          const parts = [
            ...kpiSides.map((side) => ({ figure: code, side })),
            ...losses.flatMap(({ step, reason }) => [
              { figure: code, side: 'numerator' as const, step, reason },
              { figure: code, side: 'numerator' as const, reason },
            ]),
            { figure: code, side: 'numerator' as const, step: 'created' as const },
          ];
          for (const part of parts) {
            const expected = recordsBehind(records, part)
              .map(({ kind, id, leadId }) => ({ kind, id, leadId }))
              .sort((a, b) => (a.id < b.id ? 1 : -1));
            const found: typeof expected = [];
            for (;;) {
              const after = found.at(-1)?.id ?? null;
              const page = kpiRecordsBehind(table, each, knowledge, part, { after, most });
              expect(page.total).toBe(expected.length);
              found.push(...page.records);
              if (page.records.length < most) break;
            }
            expect(found).toEqual(expected);
            if (!('step' in part || 'reason' in part)) expect(found).toHaveLength(sides[part.side].count);
          }
        }
      }),
      { numRuns: 500 },
    );
  }, 240_000);

  it('are the same where leads have come, changed and gone, and where working days were set anew', () => {
    const holidays = { days: new Map<string, DayKind>() };
    for (let each = 20_000; each < 20_400; each += 3) holidays.days.set(dateOfDay(each), 'holiday');
    const clocks = [clock, new WorkClock(holidays, 'Asia/Shanghai')];
    fc.assert(
      fc.property(stories, stories, fc.array(asked, { minLength: 2, maxLength: 4 }), (one, other, questions) => {
        const table = tableOf(one);
        const kept = new Map(one.map((story) => [story.lead.id, story]));
        questions.forEach((question, turn) => {
          // All but a few change, and in each turn another one goes.
          for (const story of other.slice(turn)) kept.set(story.lead.id, story);
          const gone = [...kept.keys()].slice(turn, turn + 1);
          table.change(
            other.slice(turn).map(({ column }) => column),
            gone,
          );
          for (const id of gone) kept.delete(id);
          const each = { ...question, clock: clocks[turn % 2]! };
          const all = [...kept.values()];
          expect(kpiSumsOf(table, each, knowledge).figures()).toEqual(
            new KpiSums(kpiCodes).add(recordsOf(all, each)).figures(),
          );
          const anew = tableOf(all);
          anew.kpis.measure(each.clock);
          for (const { lead } of all) expect(rowText(table, lead.id)).toBe(rowText(anew, lead.id));
          for (const id of gone) expect(rowText(table, id)).toBeNull();
        });
      }),
      { numRuns: 500 },
    );
  }, 240_000);

  it('are kept for the last questions, and follow what changes', () => {
    const warm = new Set<boolean>();
    fc.assert(
      fc.property(stories, stories, fc.array(asked, { minLength: 1, maxLength: 4 }), (one, other, questions) => {
        const table = tableOf(one);
        table.change(other.map(({ column }) => column));
        table.change(one.map(({ column }) => column));
        const ask = () => {
          for (const each of questions)
            expect(table.kpiSums(each, knowledge).figures()).toEqual(kpiSumsOf(table, each, knowledge).figures());
        };
        ask();
        for (const { column } of other.slice(0, 4)) {
          const before = table.kept.size;
          table.change([column]);
          warm.add(before > 0 && table.kept.size === before);
          ask();
          table.change([], [column.id]);
          ask();
        }
      }),
      { numRuns: 300 },
    );
    expect(warm.has(true)).toBe(true);
  }, 240_000);
});
