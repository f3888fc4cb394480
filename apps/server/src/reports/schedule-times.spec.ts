import type { WorkCalendar } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { dueOccasions, type Times } from './schedule-times';

const zone = 'Asia/Shanghai';
const friday: Times = { kind: 'weekly', day: 5, time: '10:00' };
const autumn: WorkCalendar = {
  days: new Map(['2026-10-01', '2026-10-02', '2026-10-03'].map((day) => [day, 'holiday'] as const)),
};
const at = (day: string) => new Date(`${day}T10:00:00+08:00`);

describe('what a schedule that is due sends', () => {
  it('is for the day that was planned, not for the one to which a holiday moved it', () => {
    expect(dueOccasions(friday, autumn, zone, at('2026-09-30'), at('2026-09-30'))).toEqual(['2026-10-02']);
  });

  it('is the latest of what fell out while nothing ran', () => {
    expect(dueOccasions(friday, autumn, zone, at('2026-09-11'), new Date('2026-09-29T00:00:00Z'))).toEqual([
      '2026-09-25',
    ]);
    // On a Friday before ten it is still last week's.
    expect(dueOccasions(friday, autumn, zone, at('2026-09-11'), new Date('2026-09-25T01:00:00Z'))).toEqual([
      '2026-09-18',
    ]);
  });

  it('is for the day itself when the calendar has changed since', () => {
    expect(dueOccasions(friday, autumn, zone, at('2026-10-01'), at('2026-10-01'))).toEqual(['2026-10-01']);
  });
});
