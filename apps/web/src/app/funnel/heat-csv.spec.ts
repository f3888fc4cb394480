import type { Funnel, FunnelStepFigures } from '@torch/contracts';
import { funnelSteps, type FunnelView } from '@torch/domain';
import { expect, it } from 'vitest';
import { heatCsv } from './heat-csv';

const words = { group: 'Month', count: 'leads', step: (step: string) => step };
const group = {
  key: '2026-03',
  name: null,
  steps: funnelSteps.map((step, index) => ({
    step,
    count: 12 - index,
    fromPrevious: index === 0 ? null : 6,
    fromPreviousOf: index === 0 ? null : 8,
    fromStartOf: 12,
  })) as FunnelStepFigures[],
};
const rows = (view: FunnelView) =>
  heatCsv({ view, groups: [group] as unknown as Funnel['groups'] }, ['=March'], words)
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));

it('has how many came to each step and how large a share they are, and no formulas', () => {
  const [head, row] = rows('cohort');
  expect(head?.slice(0, 3)).toEqual(['Month', 'created · leads', 'contacted · leads']);
  expect(head?.slice(13, 15)).toEqual(['contacted · %', 'qualified · %']);
  expect(row).toHaveLength(1 + 12 + 11);
  expect(row?.slice(0, 3)).toEqual(["'=March", '12', '11']);
  expect(row?.slice(13, 15)).toEqual(['92', '83']);
  expect(rows('entered')[1]?.[13]).toBe('75');
});

it('has no shares of where all stand', () => {
  expect(rows('snapshot').map((row) => row.length)).toEqual([13, 13]);
});
