import type { WorkCalendar } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { dueOccasions, nextOf, type Times } from './schedule-times';

const zone = 'Asia/Shanghai';
const friday: Times = { kind: 'weekly', day: 5, time: '10:00' };
const autumn: WorkCalendar = {
  days: new Map(['2026-10-01', '2026-10-02', '2026-10-03'].map((day) => [day, 'holiday'] as const)),
};
const plain: WorkCalendar = { days: new Map() };
const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
const planned = (day: string, ...occasions: string[]) => ({ at: at(day), occasions });

describe('what a schedule that is due sends', () => {
  it('is for the day that was planned, not for the one to which a holiday moved it', () => {
    const due = nextOf(friday, autumn, zone, at('2026-09-26'));
    expect(due).toEqual(planned('2026-09-30', '2026-10-02'));
    expect(dueOccasions(friday, autumn, zone, due, at('2026-09-30'))).toEqual(['2026-10-02']);
    // One that was planned before it was kept for which days.
    expect(dueOccasions(friday, autumn, zone, planned('2026-09-30'), at('2026-09-30'))).toEqual(['2026-10-02']);
    expect(dueOccasions(friday, autumn, zone, planned('2026-10-01'), at('2026-10-01'))).toEqual(['2026-10-01']);
  });

  it('is the latest of what fell out while nothing ran', () => {
    const due = planned('2026-09-11', '2026-09-11');
    expect(dueOccasions(friday, autumn, zone, due, new Date('2026-09-29T00:00:00Z'))).toEqual(['2026-09-25']);
    // On a Friday before ten it is still last week's.
    expect(dueOccasions(friday, autumn, zone, due, new Date('2026-09-25T01:00:00Z'))).toEqual(['2026-09-18']);
  });

  it('is for the Friday on Thursday, and for no other Friday, when the day off is taken back', () => {
    const free: WorkCalendar = { days: new Map([['2026-11-27', 'holiday'] as const]) };
    const due = nextOf(friday, free, zone, at('2026-11-23'));
    expect(due).toEqual(planned('2026-11-26', '2026-11-27'));
    expect(dueOccasions(friday, plain, zone, due, due.at)).toEqual(['2026-11-27']);
    expect(nextOf(friday, plain, zone, due.at)).toEqual(planned('2026-11-27', '2026-11-27'));
  });
});
