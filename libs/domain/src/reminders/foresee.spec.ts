import { expect, it } from 'vitest';
import { plainCalendar } from '../calendars/calendar';
import { usualQuietHours } from '../calendars/zone';
import { foresee } from './foresee';
import type { People } from './plan';
import type { LadderStep } from './step';

const reader = {
  id: 'olga',
  timeZone: 'Asia/Shanghai',
  calendar: plainCalendar,
  morning: '09:00',
  quietHours: usualQuietHours,
};
const people: People = { reached: () => [{ reader, insteadOf: null }], robotIds: [] };
const steps = [-1, 1, 2].map((offset): LadderStep => ({
  id: `${offset}`,
  since: null,
  offset,
  unit: 'workingDays',
  to: ['owner'],
  time: null,
}));
const now = new Date('2026-03-01T00:00:00Z');
const told = (until: string) =>
  foresee(steps, { on: '2026-03-09' }, people, [], now, new Date(until))
    .filter(({ channel }) => channel === 'email')
    .map(({ step, remindAt }) => `${step} ${remindAt.toISOString().slice(0, 10)}`);

it('foresees the steps after the next one too, as far as it is asked', () => {
  expect(told('2026-03-05T00:00:00Z')).toEqual([]);
  expect(told('2026-03-06T12:00:00Z')).toEqual(['0 2026-03-06']);
  expect(told('2026-03-11T12:00:00Z')).toEqual(['0 2026-03-06', '1 2026-03-10', '2 2026-03-11']);
});
