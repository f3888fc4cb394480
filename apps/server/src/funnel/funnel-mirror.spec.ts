import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Config } from '../platform/config';
import { FunnelMirror } from './funnel-mirror';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('is checked at night wherever a table is kept, in a worker that was once asked as well', async () => {
  const query = vi.fn(() => Promise.resolve([{ mark: '1' }]));
  const settings = { ROLE: 'worker', REPORTING_TIME_ZONE: 'Asia/Shanghai' };
  const mirror = new FunnelMirror({ query } as unknown as DataSource, { settings } as Config);
  const check = vi.spyOn(mirror, 'check').mockResolvedValue([]);
  const aDay = () => vi.advanceTimersByTimeAsync(86_400_000);
  mirror.onApplicationBootstrap();
  await aDay();
  expect([query, check].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  query.mockResolvedValueOnce([{ mark: '1' }]).mockResolvedValueOnce([]);
  await mirror.fresh();
  await aDay();
  await aDay();
  expect(check).toHaveBeenCalledTimes(2);
  mirror.onApplicationShutdown();
});
