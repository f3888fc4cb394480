import { expect, it } from 'vitest';
import { AttemptKeys, inOrder } from './attempt-keys';

const plan = (title: string, ...leadIds: string[]) => ({
  leadIds,
  title,
  dueAt: '2026-12-01T01:00:00Z',
  noticeMinutes: 30,
  note: null,
});

it('are the same for the same plan until there is an answer, in whatever order its leads stand, and others for any other', () => {
  let count = 0;
  const keys = new AttemptKeys(() => `key ${++count}`);
  expect(keys.of(plan('Call', 'a', 'b'))).toBe('key 1');
  expect(keys.of(plan('Call', 'a'))).toBe('key 2');
  expect(keys.of(plan('Write', 'a', 'b'))).toBe('key 3');
  expect(keys.of(plan('Call', 'b', 'a'))).toBe('key 1');
  keys.answered(plan('Call', 'b', 'a'));
  expect([keys.of(plan('Call', 'a', 'b')), keys.of(plan('Call', 'a'))]).toEqual(['key 4', 'key 2']);
});

it('go with the leads in one order: what is sent again is what was sent', () => {
  expect(inOrder(plan('Call', 'b', 'a'))).toEqual(plan('Call', 'a', 'b'));
});
