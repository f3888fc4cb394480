import { expect, it } from 'vitest';
import { groupCode, groupOf } from './group-code';

it('names every group in an address, that of the leads without a value too', () => {
  const groups = [{ key: 'KR' }, { key: null }];
  for (const group of groups) expect(groupOf(groups, groupCode(group.key))).toBe(group);
  expect(groupCode('')).toBe(groupCode(null));
  expect(groupCode(null)).not.toBe('');
  expect(groupOf(groups, 'JP')).toBeUndefined();
  expect(groupOf(groups, undefined)).toBeUndefined();
});
