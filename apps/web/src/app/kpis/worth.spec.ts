import { expect, it } from 'vitest';
import { convertedInto, worthOf } from './worth';

const paid = (amount: string, currency: string, worth: string | null) => ({
  amount,
  currency,
  on: '2026-03-01',
  rate: worth && '7.1',
  worth: worth === null ? null : { amount: worth, currency: 'CNY' },
});
const record = (...money: ReturnType<typeof paid>[]) => ({ share: { money } });

it('is the sum of what has a rate, to the last place', () => {
  expect(worthOf(record(paid('10.01', 'USD', '71.071'), paid('0.10', 'CNY', '0.10')))).toEqual({
    amount: '71.171',
    currency: 'CNY',
  });
  expect(worthOf(record(paid('10.01', 'USD', '71.071'), paid('3.00', 'SGD', null)))?.amount).toBe('71.071');
  expect(worthOf(record(paid('3.00', 'SGD', null)))).toBeNull();
  expect(worthOf(record())).toBeNull();
});

it('is told where something was converted', () => {
  const own = record(paid('1.00', 'CNY', '1.00'));
  expect(convertedInto([own, record(paid('1.00', 'USD', '7.10'))])).toBe('CNY');
  expect(convertedInto([own, record(paid('3.00', 'SGD', null)), record()])).toBeNull();
});
