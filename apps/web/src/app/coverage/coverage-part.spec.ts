import type { Coverage } from '@torch/contracts';
import { expect, it } from 'vitest';
import { coveragePart } from './coverage-part';

const zero = { companies: 0, leads: 0, deals: 0, landed: 0 };
const row = (node: string, kr: boolean, jp: boolean) => ({
  node,
  nameZh: node,
  nameEn: node,
  chain: 'MED',
  gap: 'fill' as const,
  cells: [
    { region: 'KR', ...zero, uncovered: kr },
    { region: 'JP', ...zero, uncovered: jp },
  ],
  all: zero,
});
const region = (code: string) => ({ code, nameZh: code, nameEn: code, strategy: 'expand' as const, all: zero });
const coverage: Coverage = {
  countedAt: '2026-01-01T00:00:00Z',
  timeZone: 'Asia/Shanghai',
  regions: [region('KR'), region('JP')],
  rows: [row('A', true, true), row('B', false, true), row('C', false, false)],
  all: zero,
  uncovered: 3,
};
const told = ({ regions, rows, uncovered }: Coverage) => ({
  regions: regions.map(({ code }) => code),
  rows: rows.map(({ node, cells }) => `${node} ${cells.map((cell) => cell.region).join()}`),
  uncovered,
});

it('is the whole matrix where nothing narrows it, or a region that it does not have', () => {
  expect(coveragePart(coverage, undefined, false)).toEqual(coverage);
  expect(coveragePart(coverage, 'XX', false)).toEqual(coverage);
});

it('has the rows with a blank cell in the columns that are left, and as many blanks as it shows', () => {
  expect(told(coveragePart(coverage, undefined, true))).toEqual({
    regions: ['KR', 'JP'],
    rows: ['A KR,JP', 'B KR,JP'],
    uncovered: 3,
  });
  expect(told(coveragePart(coverage, 'KR', true))).toEqual({ regions: ['KR'], rows: ['A KR'], uncovered: 1 });
  expect(told(coveragePart(coverage, 'JP', false))).toEqual({
    regions: ['JP'],
    rows: ['A JP', 'B JP', 'C JP'],
    uncovered: 2,
  });
});
