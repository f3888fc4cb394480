import { describe, expect, it } from 'vitest';
import { plainCalendar, type WorkCalendar } from '../calendars/calendar';
import { usualQuietHours } from '../calendars/zone';
import { digestComesOn, foresee } from './foresee';
import type { People } from './plan';
import type { ReminderStep } from './step';

const reader = {
  id: 'olga',
  timeZone: 'Asia/Shanghai',
  calendar: plainCalendar,
  morning: '09:00',
  quietHours: usualQuietHours,
};
const people: People = { reached: () => [{ reader, insteadOf: null }], robotIds: [] };
const steps = [-1, 1, 2].map((offset): ReminderStep => ({ offset, unit: 'workingDays', to: ['owner'], time: null }));
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

describe('a digest', () => {
  const days = (from: string, count: number) =>
    Array.from({ length: count }, (_, day) =>
      new Date(Date.parse(`${from}T00:00Z`) + day * 86_400_000).toISOString().slice(0, 10),
    );
  it('comes every working day, once a week, once a month', () => {
    const march = days('2026-03-01', 31);
    const of = (trigger: Parameters<typeof digestComesOn>[0], offset: number) =>
      march.filter((day) => digestComesOn(trigger, offset, day, plainCalendar));
    expect(of('digest.personal', 1)).toHaveLength(22);
    expect(of('digest.weekly', 5)).toEqual(['2026-03-06', '2026-03-13', '2026-03-20', '2026-03-27']);
    expect(of('digest.monthly', 1)).toEqual(['2026-03-02']);
  });

  it('that falls on a day off comes on the next working day, once', () => {
    const calendar: WorkCalendar = { days: new Map([['2026-03-06', 'holiday']]) };
    const weekly = days('2026-03-01', 16).filter((day) => digestComesOn('digest.weekly', 5, day, calendar));
    expect(weekly).toEqual(['2026-03-09', '2026-03-13']);
  });
});
