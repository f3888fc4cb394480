import fc from 'fast-check';
import { plainCalendar } from '../calendars/calendar';
import type { FunnelLead } from '../funnel/columns';
import { leads as funnelLeads, people } from '../funnel/histories';
import { dateOfDay } from '../funnel/step';
import type { Rate } from '../money/rate';
import type { KpiLead, KpiQuestion } from './facts';
import { WorkClock } from './work-clock';

/** Random records and questions for the tests, in histories such as the funnel's tests make. */
const dayMs = 86_400_000;
export const clock = new WorkClock(plainCalendar, 'Asia/Shanghai');
/** Days run from midnight in Shanghai, eight hours before that of UTC. */
const instantOf = (day: number) => day * dayMs - 8 * 3_600_000;

const dayOf = (at: number) => Math.floor((at + 8 * 3_600_000) / dayMs);

const amount = fc.option(
  fc.record({
    amount: fc
      .integer({ min: 0, max: 10 ** 9 })
      .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`),
    currency: fc.constantFrom('CNY', 'USD', 'EUR'),
  }),
  { nil: null },
);
export const day = fc.integer({ min: 19_960, max: 20_700 });
const rates: fc.Arbitrary<Rate[]> = fc.uniqueArray(
  fc.record({
    currency: fc.constantFrom('USD', 'EUR'),
    validFrom: day.map(dateOfDay),
    rate: fc
      .integer({ min: 1, max: 10 ** 6 })
      .map((n) => `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`),
  }),
  { maxLength: 6, selector: ({ currency, validFrom }) => `${currency} ${validFrom}` },
);

type Some = { amount: string; currency: string } | null;
interface DealMore {
  ownerId: string;
  departmentId: string;
  fixedAssetInvestment: Some;
  contractedForeignCapital: Some;
  agreedAmount: Some;
  funds: { on: number; its: Some }[];
}

/** A lead as the indicators read it, and the same as it goes into the columns. */
export interface Story {
  lead: KpiLead;
  column: FunnelLead;
}

/** Leads as the funnel's tests make them, with all the rest that indicators ask for. */
export const stories: fc.Arbitrary<Story[]> = fc
  .tuple(
    funnelLeads,
    fc.infiniteStream(
      fc.record({
        channel: fc.constantFrom('chain', 'inquiry', 'reinvestment'),
        minutes: fc.integer({ min: 0, max: 1439 }),
        wait: fc.option(fc.integer({ min: -5_000, max: 100_000 }), { nil: null }),
        visit: fc.option(fc.integer({ min: -20, max: 200 }), { nil: null }),
      }),
    ),
    fc.infiniteStream(
      fc.record({
        ownerId: fc.constantFrom(...people),
        departmentId: fc.constantFrom('north', 'south'),
        fixedAssetInvestment: amount,
        contractedForeignCapital: amount,
        agreedAmount: amount,
        funds: fc.array(fc.record({ on: day, its: amount }), { maxLength: 4 }),
      }),
    ),
  )
  .map(([all, more, ofDeals]) =>
    all.map((made): Story => {
      const { history, investments, ...its } = made;
      const { channel, minutes, wait, visit } = more.next().value!;
      const createdAt = instantOf(history.createdOn) + minutes * 60_000;
      const contactedAt = wait === null ? null : createdAt + wait * 60_000;
      const visitedOn = visit === null ? null : history.createdOn + visit;
      const deals = history.deals.map((moves, index) => {
        const { funds, ...rest } = ofDeals.next().value as DealMore;
        return {
          id: `${its.id}-${index}`,
          code: `D-${its.id}-${index}`,
          moves,
          totalInvestment: investments[index] ?? null,
          ...rest,
          funds: funds.flatMap(({ on, its: fund }) => (fund ? [{ on, ...fund }] : [])),
        };
      });
      return {
        lead: {
          ...its,
          channel,
          code: `L-${its.id}`,
          createdOn: history.createdOn,
          moves: history.moves,
          createdAt,
          contactedAt,
          visitedOn,
          deals,
        },
        column: {
          ...made,
          channel,
          kpi: {
            createdAt,
            contactedAt,
            contactedOn: contactedAt === null ? null : dayOf(contactedAt),
            visitedOn,
            deals,
          },
        },
      };
    }),
  );
export const leads = stories.map((all) => all.map(({ lead }) => lead));

export const question: fc.Arbitrary<KpiQuestion> = fc
  .record({ from: day, length: fc.nat(200), asOf: day, rates })
  .map(({ from, length, asOf, rates: its }): KpiQuestion => ({
    from,
    to: from + length,
    asOf,
    endsAt: instantOf(asOf + 1),
    reporting: 'CNY',
    rates: its,
    clock,
    withFunnel: true,
  }));
