import { describe, expect, it } from 'vitest';
import { dueFlaw } from './due-flaw';

const now = new Date('2026-11-29T02:30:30Z');

describe('when something is to be done', () => {
  it('is asked for', () => {
    expect(dueFlaw('', '', now)).toBe('dueAt');
  });

  it('lies ahead, or in this minute', () => {
    expect(dueFlaw('2020-01-01T01:00:00.000Z', '', now)).toBe('duePast');
    expect(dueFlaw('2026-11-29T02:29:00.000Z', '', now)).toBe('duePast');
    expect(dueFlaw('2026-11-29T02:30:00.000Z', '', now)).toBeNull();
    expect(dueFlaw('2026-12-01T01:00:00.000Z', '', now)).toBeNull();
  });

  it('may stay what it was, of one that is overdue', () => {
    const was = '2026-11-20T01:00:00.000Z';
    expect(dueFlaw(was, was, now)).toBeNull();
    expect(dueFlaw('2026-11-20T02:00:00.000Z', was, now)).toBe('duePast');
  });
});
