import { describe, expect, it } from 'vitest';
import { addDays, fromWall, isDay, toWall } from './zoned';

const zones = ['Asia/Shanghai', 'Asia/Seoul', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'];

describe('the clock on the reader’s wall', () => {
  it('gives back what it showed, over three years in every zone', () => {
    for (const zone of zones)
      for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2028, 0, 1); at += 1_800_000 * 13) {
        const wall = toWall(new Date(at), zone);
        expect(toWall(fromWall(wall, zone), zone), `${zone} ${wall}`).toBe(wall);
      }
  });

  it.each([
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T03:30'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T03:30'],
  ])('%s: %s, skipped in spring, becomes %s', (zone, skipped, after) => {
    expect(toWall(fromWall(skipped, zone), zone)).toBe(after);
  });

  it('takes the first of an hour that comes twice in autumn', () => {
    expect(fromWall('2026-10-25T02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });
});

describe('days', () => {
  it.each(['2026-13-45', '2026-2-3', '', undefined])('%s is none', (text) => expect(isDay(text)).toBe(false));
  it('go over the end of a month', () => expect(addDays('2026-02-27', 3)).toBe('2026-03-02'));
});
