import { expect, it } from 'vitest';
import { attemptKeys } from './attempt-keys';

it('are the same for the same leads until there is an answer', () => {
  let count = 0;
  const keys = attemptKeys(() => `key ${++count}`);
  expect([keys.of(['a', 'b']), keys.of(['a']), keys.of(['b', 'a'])]).toEqual(['key 1', 'key 2', 'key 1']);
  keys.answered(['b', 'a']);
  expect([keys.of(['a', 'b']), keys.of(['a'])]).toEqual(['key 3', 'key 2']);
});
