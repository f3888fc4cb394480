import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, type MilestoneDates, milestonesOf, monthsBetween, promisesOutOfOrder } from './milestone';

const none: MilestoneDates = {
  promisedRegisteredOn: null,
  promisedStartedOn: null,
  promisedProducedOn: null,
  promisedCapacityOn: null,
  registeredOn: null,
  startedOn: null,
  producedOn: null,
  capacityOn: null,
  statisticsEntryOn: null,
};
const lights = (dates: Partial<MilestoneDates>, today: string) =>
  Object.fromEntries(milestonesOf({ ...none, ...dates }, today).map(({ milestone, light }) => [milestone, light]));
const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('milestones', () => {
  it('are yellow once the promised month is over, and red after three', () => {
    const promised = { promisedStartedOn: '2026-03-10' };
    expect(lights(promised, '2026-03-31')['started']).toBe('ahead');
    expect(lights(promised, '2026-04-01')['started']).toBe('yellow');
    expect(lights(promised, '2026-05-31')['started']).toBe('yellow');
    expect(lights(promised, '2026-06-01')['started']).toBe('red');
  });

  it('that were reached are in time in the promised month, and late after it', () => {
    const promised = { promisedProducedOn: '2026-03-10' };
    expect(lights({ ...promised, producedOn: '2026-03-31' }, '2027-01-01')['produced']).toBe('met');
    expect(lights({ ...promised, producedOn: '2026-04-01' }, '2027-01-01')['produced']).toBe('late');
    expect(lights({ producedOn: '2026-04-01' }, '2027-01-01')['produced']).toBe('met');
    expect(lights({}, '2027-01-01')['produced']).toBe('none');
  });

  it('give the statistics a month after the start, two before it is red', () => {
    const started = { startedOn: '2026-01-31' };
    expect(lights({}, '2026-03-01')['statisticsEntry']).toBe('none');
    expect(lights(started, '2026-02-28')['statisticsEntry']).toBe('ahead');
    expect(lights(started, '2026-03-01')['statisticsEntry']).toBe('yellow');
    expect(lights(started, '2026-03-31')['statisticsEntry']).toBe('yellow');
    expect(lights(started, '2026-04-01')['statisticsEntry']).toBe('red');
    expect(lights({ ...started, statisticsEntryOn: '2026-02-28' }, '2027-01-01')['statisticsEntry']).toBe('met');
    expect(lights({ ...started, statisticsEntryOn: '2026-03-01' }, '2027-01-01')['statisticsEntry']).toBe('late');
  });

  it('come in the order of the road', () => {
    expect(milestonesOf(none, '2026-01-01').map(({ milestone }) => milestone)).toEqual([
      'registered',
      'started',
      'statisticsEntry',
      'produced',
      'capacity',
    ]);
  });

  it('only get worse as time passes, until they are reached', () => {
    const order = ['ahead', 'yellow', 'red'];
    fc.assert(
      fc.property(days, days, days, (promisedStartedOn, one, other) => {
        const [earlier, later] = [one, other].sort() as [string, string];
        const at = (today: string) => order.indexOf(lights({ promisedStartedOn }, today)['started'] ?? '');
        expect(at(earlier)).toBeLessThanOrEqual(at(later));
        expect(at(earlier)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('months', () => {
  it('are added without leaving the month meant', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-11-30', 2)).toBe('2027-01-30');
    fc.assert(
      fc.property(days, fc.integer({ min: -30, max: 30 }), (day, count) => {
        expect(monthsBetween(day, addMonths(day, count))).toBe(count);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('promised dates', () => {
  it('must lie in the order of the road', () => {
    expect(
      promisesOutOfOrder({ ...none, promisedRegisteredOn: '2026-05-01', promisedProducedOn: '2026-05-01' }),
    ).toEqual([]);
    expect(promisesOutOfOrder({ ...none, promisedStartedOn: '2026-05-02', promisedCapacityOn: '2026-05-01' })).toEqual([
      { date: 'promisedCapacityOn', before: 'promisedStartedOn' },
    ]);
  });
});
