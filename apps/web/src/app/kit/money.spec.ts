import { expect, it } from 'vitest';
import { en } from '../platform/platform.en';
import { zh } from '../platform/platform.zh';
import { differenceOf, exactAmount, moneyInUnit, shortAmount, shortNumber, spokenAmount } from './money';

const said = (amount: string, currency = 'CNY') => [
  shortAmount({ amount, currency }, 'zh-CN', zh.amount),
  shortAmount({ amount, currency }, 'en', en.amount),
];

it.each([
  ['57702000000.00', '577.02亿元', 'CNY 57.7 bn'],
  ['8946000000', '89.46亿元', 'CNY 8.95 bn'],
  ['219076041.67', '2.19亿元', 'CNY 219.08 m'],
  ['100000000', '1亿元', 'CNY 100 m'],
  ['725500.00', '72.55万元', 'CNY 725,500'],
  ['9999.99', '9,999.99元', 'CNY 9,999.99'],
  ['0.00', '0元', 'CNY 0'],
])('%s is said as %s and %s', (amount, chinese, english) => {
  expect(said(amount)).toEqual([chinese, english]);
});

it('names the currency, also one that has no name of its own', () => {
  expect(said('50000000', 'USD')).toEqual(['5,000万美元', 'USD 50 m']);
  expect(said('50000000', 'THB')).toEqual(['5,000万 THB', 'THB 50 m']);
});

it('rounds what is larger than a float can hold by its own digits', () => {
  expect(shortNumber('123456789012344999999.99', 'zh-CN', zh.amount)).toBe('1,234,567,890,123.45亿');
  expect(exactAmount({ amount: '123456789012344999999.99', currency: 'CNY' }, 'en')).toBe(
    '123,456,789,012,344,999,999.99 CNY',
  );
});

it.each([
  ['64000000.00', '6,400万美元', 'USD 64 m'],
  ['64,000,000', '6,400万美元', 'USD 64 m'],
  ['725500.00', '72.55万美元', ''],
  ['9999.99', '', ''],
  ['', '', ''],
  ['many', '', ''],
])('%s is read aloud where that is shorter', (amount, chinese, english) => {
  const money = { amount, currency: 'USD' };
  expect([spokenAmount(money, 'zh-CN', zh.amount), spokenAmount(money, 'en', en.amount)]).toEqual([chinese, english]);
});

it.each([
  ['6977000000.00', '7313000000.00', '-336000000.00'],
  ['10', '9.5', '0.5'],
  ['0.05', '0.1', '-0.05'],
  ['7', '7', '0'],
  ['9007199254740993', '9007199254740992', '1'],
])('%s differs from %s by %s', (one, other, by) => {
  expect(differenceOf(one, other)).toBe(by);
});

it.each([
  ['610', 'hundred million CNY', '61000000000', 'CNY 61 bn'],
  ['82.86', 'CNY 100 million', '8286000000', 'CNY 8.29 bn'],
  ['-0.123456789', 'hundred million USD', '-12345678.9', 'USD -12,345,678.9'],
])('%s %s are money', (figure, unit, amount, english) => {
  const money = moneyInUnit(figure, unit);
  expect(money?.amount).toBe(amount);
  expect(money && shortAmount(money, 'en', en.amount)).toBe(english);
});

it.each([null, '', 'people', 'hundred million', 'CNY 100 million USD', '亿元'])(
  'no other unit is money: %s',
  (unit) => {
    expect(moneyInUnit('610', unit)).toBeNull();
  },
);
