import type { Funnel, FunnelStepFigures } from '@torch/contracts';
import { expect, it } from 'vitest';
import { chartParts } from './funnel-chart';
import { funnelCsv } from './funnel-csv';
import { zh } from './funnel.zh';

const figures = (given: Partial<FunnelStepFigures>): FunnelStepFigures => ({
  step: 'signed',
  count: 12,
  open: 5,
  undecided: 3,
  late: 2,
  onHold: 1,
  lost: 2,
  beyond: 3,
  movedBack: 1,
  wentOn: 3,
  timed: 12,
  overdue: 2,
  lostReasons: [{ reason: 'policy', count: 2 }],
  deals: 13,
  amount: { amount: '1234.50', currency: 'CNY' },
  unconverted: [{ amount: '7.00', currency: 'KRW' }],
  fromPrevious: 12,
  fromPreviousOf: 40,
  fromStartOf: 48,
  medianDays: 20,
  p90Days: 61,
  ...given,
});
const funnel = (given: Partial<Funnel>): Funnel => ({
  view: 'cohort',
  from: '2026-01-01',
  to: '2026-11-28',
  asOf: '2026-11-28',
  countedAt: '2026-11-28T08:00:00.000Z',
  timeZone: 'Asia/Shanghai',
  norms: {},
  steps: [figures({})],
  groups: [],
  ...given,
});
const names = {
  step: (step: string) => step,
  reason: (code: string) => `=${code}`,
  group: (key: string | null) => key ?? 'none',
};
const rows = (text: string) => text.replace('\uFEFF', '').trimEnd().split('\r\n');

it('writes what the table says, a share in whole percent, and nothing where there is nothing', () => {
  const [, row] = rows(funnelCsv(funnel({}), null, zh, names));
  expect(row).toBe("signed,12,13,1234.50,CNY,7.00 KRW,12,40,30,12,48,25,20,61,3,5,3,2,1,2,'=policy 2,1,2,40");
  const [, empty] = rows(
    funnelCsv(
      funnel({ steps: [figures({ fromPrevious: null, fromPreviousOf: null, fromStartOf: null })] }),
      null,
      zh,
      names,
    ),
  );
  expect(empty).toContain('7.00 KRW,,,,,,,20,61');
});

it('adds the groups, and beside each row the period that it is compared with', () => {
  const groups = [{ key: null, name: null, steps: [figures({ count: 1 })] }];
  const before = funnel({ steps: [figures({ count: 9 })] });
  const [head = '', all = '', group = ''] = rows(funnelCsv(funnel({ groups }), before, zh, names));
  expect(head.split(',')).toHaveLength(48);
  expect(all.split(',').slice(0, 3)).toEqual([zh.all, 'signed', '12']);
  expect(all.split(',')[25]).toBe('9');
  expect(group.split(',').slice(0, 3)).toEqual(['none', 'signed', '1']);
});

it('draws bars whose parts add up to their count', () => {
  const words = { beyond: 'b', open: 'o', late: 'l', onHold: 'h', lost: 'x', movedBack: 'm' };
  for (const timed of [true, false]) {
    const steps = [figures(timed ? {} : { undecided: 5 })];
    const sum = chartParts('cohort', steps, timed, words).reduce((total, { values }) => total + (values[0] ?? 0), 0);
    expect(sum).toBe(12);
  }
});
