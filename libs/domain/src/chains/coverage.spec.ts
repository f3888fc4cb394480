import { expect, it } from 'vitest';
import { isUncovered } from './coverage';

it('marks what nobody works on where the zone means to work, and nothing elsewhere', () => {
  const nothing = { companies: 0, leads: 0, deals: 0, landed: 0 };
  expect(isUncovered(nothing, 'break_through')).toBe(true);
  expect(isUncovered(nothing, 'none')).toBe(false);
  expect(isUncovered({ ...nothing, companies: 3 }, 'deepen')).toBe(true);
  for (const kind of ['leads', 'deals', 'landed'] as const)
    expect(isUncovered({ ...nothing, [kind]: 1 }, 'consolidate')).toBe(false);
});
