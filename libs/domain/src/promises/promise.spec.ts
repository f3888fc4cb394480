import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPromiseOverdue, promiseMoves, promiseNeedsNote, promiseObstacles, promiseStates } from './promise';

describe('a promise', () => {
  it('is settled once, and opened again before it is settled otherwise', () => {
    expect(promiseMoves('open')).toEqual(['kept', 'broken', 'withdrawn']);
    for (const state of ['kept', 'broken', 'withdrawn'] as const) expect(promiseMoves(state)).toEqual(['open']);
  });

  it('is answered for when it is not honoured', () => {
    expect(promiseObstacles('open', 'kept', null)).toEqual([]);
    expect(promiseObstacles('open', 'broken', ' ')).toEqual(['note-missing']);
    expect(promiseObstacles('open', 'withdrawn', 'The investor asked for it')).toEqual([]);
    expect(promiseObstacles('kept', 'broken', 'Not so')).toEqual(['not-on-the-road']);
    expect(promiseObstacles('open', 'open', null)).toEqual(['not-on-the-road']);
  });

  it('never leaves its road, and never stands unexplained where a note is due, whatever is tried', () => {
    const step = fc.tuple(fc.constantFrom(...promiseStates), fc.option(fc.constantFrom('', ' ', 'why')));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state: (typeof promiseStates)[number] = 'open';
        for (const [to, note] of steps) {
          if (promiseObstacles(state, to, note).length > 0) continue;
          expect(promiseMoves(state)).toContain(to);
          expect(state === 'open' || to === 'open').toBe(true);
          if (promiseNeedsNote(to)) expect(note?.trim()).toBeTruthy();
          state = to;
        }
      }),
    );
  });

  it('is overdue when its day is over, and only while it is open', () => {
    expect(isPromiseOverdue('open', '2026-03-10', '2026-03-10')).toBe(false);
    expect(isPromiseOverdue('open', '2026-03-10', '2026-03-11')).toBe(true);
    for (const state of ['kept', 'broken', 'withdrawn'] as const)
      expect(isPromiseOverdue(state, '2026-03-10', '2026-04-01')).toBe(false);
  });
});
