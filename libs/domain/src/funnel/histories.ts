import fc from 'fast-check';
import { type AnyDealStage, nextStages, type Standing, standingAfter } from '../deals/stage';
import { nextLeadStatuses, type LeadStatus } from '../leads/lead';
import type { FunnelLead } from './columns';
import type { LeadHistory, StageEntry, StatusEntry } from './track';

/** Random histories for the tests, every one such as the product would have let happen. */
const days = fc.integer({ min: 20_000, max: 20_400 });
const pace = fc.integer({ min: 0, max: 60 });
/** Some wait for most of a year. */
const slowPace = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -20, max: 60 }) },
  fc.integer({ min: 245, max: 300 }),
);
const reason = fc.constantFrom('price', 'policy', 'land');

/** Moves of a lead along its road; recorded in turn, some told of days before. */
const statusEntries = (createdOn: number): fc.Arbitrary<StatusEntry[]> =>
  fc.array(fc.record({ choice: fc.nat(), pace: slowPace, reason }), { maxLength: 7 }).map((wishes) => {
    let status: LeadStatus = 'new';
    let day = createdOn;
    return wishes.flatMap((wish) => {
      const roads = nextLeadStatuses(status);
      const to = roads[wish.choice % roads.length];
      if (!to) return [];
      status = to;
      day = Math.max(day, day + wish.pace);
      return [{ on: day + Math.min(0, wish.pace), to, reason: to === 'disqualified' ? wish.reason : null }];
    });
  });

/** Moves of a deal: skips, moves back, rests, endings and reopenings; it may have begun before its lead was entered. */
const stageEntries = (begunOn: number): fc.Arbitrary<StageEntry[]> =>
  fc.array(fc.record({ choice: fc.nat(), pace, reason }), { maxLength: 14 }).map((wishes) => {
    let standing: Standing = { stage: 'negotiating', stageLeft: null };
    let day = begunOn;
    const entries: StageEntry[] = [{ on: day, to: 'negotiating', reason: null }];
    for (const wish of wishes) {
      const roads: readonly AnyDealStage[] = nextStages(standing);
      const to = roads[wish.choice % roads.length];
      if (!to) break;
      standing = standingAfter(standing, to);
      day += wish.pace;
      entries.push({ on: day, to, reason: to === 'lost' ? wish.reason : null });
    }
    return entries;
  });

const amount = fc.option(
  fc.record({
    amount: fc
      .integer({ min: 0, max: 9_999_999_999 })
      .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`),
    currency: fc.constantFrom('CNY', 'USD', 'EUR'),
  }),
  { nil: null },
);
const code = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: null });

const history: fc.Arbitrary<LeadHistory> = days.chain((createdOn) =>
  fc.record({
    createdOn: fc.constant(createdOn),
    moves: statusEntries(createdOn),
    // None; one; or, after a split, several.
    deals: fc.oneof(
      { weight: 2, arbitrary: fc.constant<StageEntry[][]>([]) },
      {
        weight: 3,
        arbitrary: fc.array(
          fc.integer({ min: -40, max: 90 }).chain((late) => stageEntries(createdOn + late)),
          { minLength: 1, maxLength: 3 },
        ),
      },
    ),
  }),
);

export const people = ['ann', 'bob', 'cem'];
/** A lead by its place among the others, by which it has its id. */
const lead: fc.Arbitrary<Omit<FunnelLead, 'id'>> = history.chain((its) =>
  fc.record({
    ownerId: fc.constantFrom(...people),
    departmentId: fc.constantFrom('north', 'south'),
    pooled: fc.boolean(),
    confidentialTo: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.subarray(people) },
    ),
    cluster: code('MED', 'ELE'),
    park: code('P1', 'P2'),
    region: fc.constantFrom('KR', 'JP'),
    chainGap: code('fill', 'extend'),
    chainNode: code('N1', 'N2', 'N3'),
    channel: fc.constantFrom('chain', 'fair'),
    anchor: code('HP'),
    tiers: fc.subarray(['500', 'gazelle', 'unicorn']),
    estimate: amount,
    history: fc.constant(its),
    investments: fc.array(amount, { minLength: its.deals.length, maxLength: its.deals.length }),
  }),
);
export const leads = fc
  .array(lead, { minLength: 1, maxLength: 30 })
  .map((all): FunnelLead[] => all.map((each, index) => ({ ...each, id: `lead-${String(index).padStart(3, '0')}` })));
