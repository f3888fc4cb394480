import { expect, it } from 'vitest';
import { passwordFlaws } from './password';

it.each([
  ['Correct-Horse-9', 'anna', []],
  ['short-A1', 'anna', ['too-short']],
  ['onlysmallletters', 'anna', ['too-few-classes']],
  ['UPPER123456', 'anna', ['too-few-classes']],
  ['Annas-Secret-1', 'anna', ['contains-username']],
  ['火炬招商密码Ab12', 'anna', []],
  ['', 'anna', ['too-short', 'too-few-classes']],
])('%s for %s: %j', (password, username, flaws) => {
  expect(passwordFlaws(password, username)).toEqual(flaws);
});
