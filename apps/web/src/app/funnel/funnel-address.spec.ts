import { FunnelQuery, mostValues } from '@torch/contracts';
import { expect, it } from 'vitest';
import { asQuery, byPeriod, isNarrowed, openedOn, questionOf, readAddress } from './funnel-address';

it('reads a question and drops what cannot be asked for', () => {
  expect(
    readAddress({
      view: 'entered',
      from: '2026-02-30',
      to: '2026-03-31',
      groupBy: 'weather',
      cluster: 'MED,CHEM',
      chainGap: 'fill,none',
      owner: 'me',
      within: 'soon',
      page: '2',
      region: ['KR', 'JP'],
    }),
  ).toEqual({ view: 'entered', to: '2026-03-31', cluster: 'MED,CHEM' });
});

it('takes as many departments as the server does: those of a large zone, and none of what is more', () => {
  const departments = (count: number) =>
    Array.from({ length: count }, (_, index) => `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`).join();
  const all = departments(mostValues);
  expect(readAddress({ department: all })).toEqual({ department: all });
  expect(FunnelQuery.parse({ department: all }).department).toHaveLength(mostValues);
  expect(readAddress({ department: departments(mostValues + 1) })).toEqual({});
  expect(FunnelQuery.safeParse({ department: departments(mostValues + 1) }).success).toBe(false);
});

it('has no period that ends before it begins', () => {
  expect(readAddress({ from: '2026-04-01', to: '2026-03-31' })).toEqual({ to: '2026-03-31' });
});

it('tells an empty group or reason from none', () => {
  expect(readAddress({ group: '', reason: '', step: '' })).toEqual({ group: '', reason: '' });
});

it('asks only for what the view knows', () => {
  const address = { from: '2026-01-01', to: '2026-03-31', within: '90', compare: 'previous', step: 'signed' };
  expect(questionOf(address)).toEqual({ from: '2026-01-01', to: '2026-03-31', within: '90' });
  expect(questionOf({ view: 'entered', ...address })).toEqual({
    view: 'entered',
    from: '2026-01-01',
    to: '2026-03-31',
  });
  expect(questionOf({ view: 'snapshot', ...address })).toEqual({ view: 'snapshot', to: '2026-03-31' });
});

it('writes the same question the same way', () => {
  expect(asQuery({ view: 'cohort', cluster: 'MED,CHEM' })).toBe('cluster=MED%2CCHEM&view=cohort');
});

it('knows whether it is narrowed', () => {
  expect(isNarrowed({ view: 'cohort', groupBy: 'park' })).toBe(false);
  expect(isNarrowed({ anchor: 'A1' })).toBe(true);
});

it('leads back to where a list was opened, a narrowed cockpit too', () => {
  const department = '0b8cbd2c-5f3d-4f8e-9a55-3b1a3c1f0a11';
  expect(openedOn(readAddress({ tab: `cockpit_${department}` }).tab)).toEqual({ cockpit: { department } });
  expect(openedOn(readAddress({ tab: 'cockpit' }).tab)).toEqual({ cockpit: {} });
  expect(openedOn(readAddress({ tab: 'trend' }).tab)).toEqual({ tab: 'trend' });
  expect(openedOn(readAddress({ tab: 'cockpit_x' }).tab)).toEqual({ tab: '' });
});

it('gives a period that goes with the days those of the day, unless days are named', () => {
  const today = '2026-11-29';
  const days = (given: Record<string, string>, on = today) => {
    const { period: _, ...rest } = readAddress(given, on);
    return rest;
  };
  expect(days({ period: 'thisMonth' })).toEqual({ from: '2026-11-01' });
  expect(days({ period: 'thisMonth' }, '2026-12-02')).toEqual({ from: '2026-12-01' });
  expect(days({ period: 'thisQuarter', cluster: 'MED' })).toEqual({ from: '2026-10-01', cluster: 'MED' });
  expect(days({ period: 'lastYear' })).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  expect(days({ period: 'monthEnd', view: 'snapshot' })).toEqual({ view: 'snapshot', to: '2026-10-31' });
  expect(days({ period: 'thisMonth', from: '2026-02-01' })).toEqual({ from: '2026-02-01' });
  expect(readAddress({ period: 'someday' }, today)).toEqual({});
  expect(questionOf(readAddress({ period: 'thisMonth' }, today))).toEqual({ from: '2026-11-01' });
});

it('leads back to a period by its name, while its days are those of the question', () => {
  const november = { from: '2026-11-01', to: '2026-11-29' };
  expect(byPeriod({ ...november, q: 'x' }, 'thisMonth', '2026-11-29')).toEqual({ period: 'thisMonth', q: 'x' });
  expect(byPeriod(november, 'thisMonth', '2026-12-01')).toEqual(november);
  expect(byPeriod(november, 'lastYear', '2026-11-29')).toEqual(november);
  expect(byPeriod({ to: '2026-10-31' }, 'monthEnd', '2026-11-29')).toEqual({ period: 'monthEnd' });
  expect(byPeriod(november, undefined, '2026-11-29')).toEqual(november);
});
