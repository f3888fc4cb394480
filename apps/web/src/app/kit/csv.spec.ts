import { expect, it } from 'vitest';
import { csvText } from './csv';

it('marks the text as UTF-8 and ends every row', () => {
  expect(
    csvText([
      ['a', 1],
      [null, 'b'],
    ]),
  ).toBe('\uFEFFa,1\r\n,b\r\n');
});

it('quotes what would break a row', () => {
  expect(csvText([['a,b', 'say "so"', 'two\nlines']])).toBe('\uFEFF"a,b","say ""so""","two\nlines"\r\n');
});

it.each(['=1+1', '+86', '-2', '@SUM(A1)', '\tx', '\rx'])('makes %j harmless', (text) => {
  expect(csvText([[text]])).toContain(`'${text}`);
});

it('leaves a figure a figure', () => {
  expect(csvText([[12, 0, -3, { decimal: '-12.50' }]])).toBe('\uFEFF12,0,-3,-12.50\r\n');
});
