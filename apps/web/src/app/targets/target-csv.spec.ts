import type { TargetProgress, TargetsProgress } from '@torch/contracts';
import { expect, it } from 'vitest';
import { targetCsv } from './target-csv';
import { zh } from './targets.zh';

it('writes every figure as it is, and why there is none', () => {
  const progress = {
    currency: null,
    goal: '10',
    done: '3',
    count: 3,
    dueByNow: '5.0',
    donePercent: '30.0',
    duePercent: '50.0',
    behind: '20.0',
    remaining: '7',
    perMonthNeeded: '1.2',
    standing: 'yellow',
    why: null,
    unconverted: [],
  } as unknown as TargetProgress;
  const missing = {
    ...progress,
    why: 'no-base',
    goal: null,
    standing: null,
    unconverted: [{ amount: '5.00', currency: 'SGD' }],
  } as TargetProgress;
  const ahead = { ...progress, behind: '-12.5', done: '-3' } as TargetProgress;
  const text = targetCsv({ items: [progress, missing, ahead] } as unknown as TargetsProgress, zh, {
    name: () => '=签约',
    scope: () => '全区',
    period: () => '2026 年',
    unit: () => '个',
    standing: ({ standing }) => standing ?? '',
  });
  const [head, first, second, third] = text.split('\r\n');
  expect(head).toContain('目标,范围,期间,单位,目标值');
  expect(first).toBe("'=签约,全区,2026 年,个,10,3,3,5.0,30.0,50.0,20.0,7,1.2,yellow,");
  expect(second).toContain('没有给出基数');
  expect(second).toContain('5.00 SGD');
  expect(third).toBe("'=签约,全区,2026 年,个,10,-3,3,5.0,30.0,50.0,-12.5,7,1.2,yellow,");
});
