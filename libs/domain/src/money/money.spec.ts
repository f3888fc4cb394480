import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, decimal, exact, fixed, percent, plus, times } from './decimal';
import { confirmObstacle, fundFlaws } from './fund';
import { type DatedAmount, type Rate, rateOn, sumOf } from './rate';
import { readRates, rateText, sheetDay } from './rate-sheet';
import { inPlaceRatio, moneyByKind, planDay } from './summary';

const cents = fc.bigInt({ min: 0n, max: 10n ** 17n });
const money = (units: bigint) => fixed({ units, places: 2 }, 2);
const day = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const rateArb: fc.Arbitrary<Rate> = fc.record({
  currency: fc.constantFrom('USD', 'JPY', 'KRW'),
  validFrom: day,
  rate: fc.bigInt({ min: 1n, max: 10n ** 14n }).map((units) => fixed({ units, places: 10 }, 10)),
});
const amountArb: fc.Arbitrary<DatedAmount> = fc.record({
  amount: cents.map(money),
  currency: fc.constantFrom('CNY', 'USD', 'JPY', 'KRW', 'XAU'),
  on: day,
});

describe('an exact decimal', () => {
  it('reads and writes plain decimals, and nothing else', () => {
    expect(fixed(decimal('1200000.5'), 2)).toBe('1200000.50');
    for (const text of ['', '1e3', '.5', '5.', '1,000', 'NaN', '+1']) expect(() => decimal(text)).toThrow(RangeError);
  });

  it('rounds half away from zero, once', () => {
    expect(['0.005', '0.004999', '-0.005', '1.995', '2'].map((text) => fixed(decimal(text), 2))).toEqual([
      '0.01',
      '0.00',
      '-0.01',
      '2.00',
      '2.00',
    ]);
  });

  it('adds where floating-point numbers drift, and agrees with whole numbers of cents', () => {
    expect(fixed(plus(decimal('0.1'), decimal('0.2')), 2)).toBe('0.30');
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 200 }), (list) => {
        const sum = list.reduce((total, units) => plus(total, decimal(money(units))), decimal('0'));
        expect(fixed(sum, 2)).toBe(money(list.reduce((total, units) => total + units, 0n)));
      }),
      { numRuns: 500 },
    );
  });

  it('is told whole, without the zeros that say nothing', () => {
    const rate = decimal('7.1000000000');
    const told = ['0', '12', '12.5', '10.01', '0.03'].map((text) => exact(times(decimal(text), rate)));
    expect(told).toEqual(['0.00', '85.20', '88.75', '71.071', '0.213']);
    fc.assert(fc.property(cents, (units) => compare(decimal(exact({ units, places: 7 })), { units, places: 7 }) === 0));
  });

  it('multiplies without losing a place', () => {
    fc.assert(
      fc.property(cents, fc.bigInt({ min: 1n, max: 10n ** 20n }), (units, rate) => {
        const product = times({ units, places: 2 }, { units: rate, places: 10 });
        expect(product).toEqual({ units: units * rate, places: 12 });
        expect(compare(decimal(fixed(product, 12)), product)).toBe(0);
      }),
    );
  });

  it('knows a part in a hundred, and of nothing none', () => {
    expect(percent(decimal('1'), decimal('3'))).toBe('33.3');
    expect(percent(decimal('2.005'), decimal('200.5'))).toBe('1.0');
    expect(percent(decimal('1'), decimal('0.00'))).toBeNull();
    // Neither everything of what is not, nor nothing.
    expect(percent(decimal('1999'), decimal('2000'))).toBe('99.9');
    expect(percent(decimal('1'), decimal('3000'))).toBe('0.1');
    expect(percent(decimal('0'), decimal('3000'))).toBe('0.0');
    expect(percent(decimal('2000'), decimal('2000.00'))).toBe('100.0');
  });
});

describe('the rate of a day', () => {
  it('is the latest from that day or before, in whatever order they stand', () => {
    fc.assert(
      fc.property(fc.array(rateArb, { maxLength: 40 }), day, (rates, on) => {
        const found = rateOn(rates, 'USD', on);
        const earlier = rates.filter(({ currency, validFrom }) => currency === 'USD' && validFrom <= on);
        if (earlier.length === 0) expect(found).toBeNull();
        else expect(earlier.every(({ validFrom }) => validFrom <= (found?.validFrom ?? ''))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a sum in the reporting currency', () => {
  const table: Rate[] = [
    { currency: 'USD', validFrom: '2026-01-01', rate: '7' },
    { currency: 'USD', validFrom: '2026-03-01', rate: '7.25' },
  ];

  it('takes for each amount the rate of its day', () => {
    const entries = ['2026-02-28', '2026-03-01'].map((on) => ({ amount: '100.00', currency: 'USD', on }));
    expect(sumOf(entries, table, 'CNY')).toEqual({
      original: [{ amount: '200.00', currency: 'USD' }],
      converted: '1425.00',
      unconverted: [],
      missing: [],
    });
  });

  it('says what it could not convert, and on which day the rate is missing', () => {
    const entries = [
      { amount: '5.00', currency: 'CNY', on: '2026-03-01' },
      { amount: '9.00', currency: 'KRW', on: '2026-03-01' },
      { amount: '1.00', currency: 'USD', on: '2025-12-31' },
    ];
    expect(sumOf(entries, table, 'CNY')).toMatchObject({
      converted: '5.00',
      unconverted: [
        { amount: '9.00', currency: 'KRW' },
        { amount: '1.00', currency: 'USD' },
      ],
      missing: [
        { currency: 'KRW', on: '2026-03-01' },
        { currency: 'USD', on: '2025-12-31' },
      ],
    });
  });

  it('is the same in any order, loses no cent, and never takes a missing rate for nothing', () => {
    fc.assert(
      fc.property(
        fc.array(amountArb, { maxLength: 30 }),
        fc.array(rateArb, { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (entries, given, order) => {
          // One rate per currency and day, as the database keeps them.
          const rates = [...new Map(given.map((rate) => [`${rate.currency} ${rate.validFrom}`, rate])).values()];
          const sum = sumOf(entries, rates, 'CNY');
          const shuffled = [...entries]
            .map((entry) => [order.next().value as number, entry] as const)
            .sort(([a], [b]) => a - b)
            .map(([, entry]) => entry);
          expect(sumOf(shuffled, [...rates].reverse(), 'CNY')).toEqual(sum);
          const has = (entry: DatedAmount) =>
            entry.currency === 'CNY' || rateOn(rates, entry.currency, entry.on) !== null;
          // By whole numbers of 10^-12, another road to the same end.
          const units = entries.filter(has).reduce((total, { amount, currency, on }) => {
            const rate = currency === 'CNY' ? '1' : (rateOn(rates, currency, on)?.rate ?? '0');
            return total + BigInt(amount.replace('.', '')) * BigInt(fixed(decimal(rate), 10).replace('.', ''));
          }, 0n);
          expect(sum.converted).toBe(fixed({ units, places: 12 }, 2));
          const left = sumOf(
            entries.filter((entry) => !has(entry)),
            [],
            'CNY',
          );
          expect(sum.unconverted).toEqual(left.original);
          expect(sum.missing.length > 0).toBe(entries.some((entry) => !has(entry)));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('planned against actual', () => {
  const rates: Rate[] = [{ currency: 'USD', validFrom: '2025-01-01', rate: '7' }];
  const at = { reporting: 'CNY', today: '2026-06-15' };
  const entry = (kind: 'fundsInPlace' | 'fixedAssetInvestment', amount: string, on: string, confirmed = false) => ({
    kind,
    amount,
    currency: 'USD',
    on,
    confirmed,
  });

  it('keeps kinds and years apart, and adds no kind to another', () => {
    const [place, foreign, fixedAssets] = moneyByKind(
      [
        entry('fundsInPlace', '10.00', '2025-05-01', true),
        entry('fundsInPlace', '20.00', '2026-05-01'),
        entry('fixedAssetInvestment', '99.00', '2026-05-02'),
      ],
      [{ kind: 'fundsInPlace', year: 2026, amount: '40.00', currency: 'USD' }],
      rates,
      at,
    );
    expect(place).toMatchObject({
      actual: { converted: '210.00' },
      confirmed: { converted: '70.00' },
      years: [
        { year: 2025, done: null, actual: { converted: '70.00' }, planned: { original: [] } },
        { year: 2026, done: '50.0', actual: { converted: '140.00' }, planned: { converted: '280.00' } },
      ],
    });
    expect(foreign).toMatchObject({ years: [], actual: { converted: '0.00' } });
    expect(fixedAssets).toMatchObject({ actual: { converted: '693.00' } });
  });

  it('converts a plan at the end of its year, or today while that has not come', () => {
    expect([2025, 2026, 2030].map((year) => planDay(year, at.today))).toEqual([
      '2025-12-31',
      '2026-06-15',
      '2026-06-15',
    ]);
  });

  it('gives no share while a rate is missing, unless both sides are in one currency', () => {
    const plan = { kind: 'fundsInPlace', year: 2026, amount: '40.00', currency: 'KRW' } as const;
    const krw = { ...entry('fundsInPlace', '10.00', '2026-05-01'), currency: 'KRW' };
    expect(moneyByKind([krw], [plan], rates, at)[0]?.years[0]).toMatchObject({ done: '25.0' });
    const mixed = [krw, entry('fundsInPlace', '1.00', '2026-05-01')];
    expect(moneyByKind(mixed, [plan], rates, at)[0]?.years[0]).toMatchObject({ done: null });
  });
});

describe('funds in place against the agreement', () => {
  const rates: Rate[] = [{ currency: 'USD', validFrom: '2026-01-01', rate: '7' }];
  const usd = (amount: string, on = '2026-02-01') => ({ amount, currency: 'USD', on });
  const agreed = usd('400.00', '2026-01-10');

  it('is told with both its sides, in the currency of the agreement where that will do', () => {
    expect(inPlaceRatio([usd('100.00', '2020-01-01')], agreed, [], 'CNY')).toMatchObject({
      numerator: { amount: '100.00', currency: 'USD' },
      denominator: { amount: '400.00', currency: 'USD' },
      percent: '25.0',
    });
    expect(inPlaceRatio([], agreed, [], 'CNY')).toMatchObject({ percent: '0.0', why: null });
  });

  it('converts both sides where the currencies differ', () => {
    const funds = [usd('100.00'), { amount: '700.00', currency: 'CNY', on: '2026-02-01' }];
    expect(inPlaceRatio(funds, agreed, rates, 'CNY')).toMatchObject({
      numerator: { amount: '1400.00', currency: 'CNY' },
      denominator: { amount: '2800.00', currency: 'CNY' },
      percent: '50.0',
    });
  });

  it('is not given without an agreement, or while a rate is missing', () => {
    expect(inPlaceRatio([], null, rates, 'CNY')).toMatchObject({ percent: null, why: 'no-agreed-amount' });
    const krw = { amount: '700.00', currency: 'KRW', on: '2026-02-01' };
    expect(inPlaceRatio([krw], agreed, rates, 'CNY')).toMatchObject({
      percent: null,
      why: 'rate-missing',
      missing: [{ currency: 'KRW', on: '2026-02-01' }],
    });
  });
});

describe('an entry', () => {
  const fine = { kind: 'fundsInPlace', amount: '1.00', on: '2026-06-15', hasVoucher: true } as const;

  it('is above nothing, not of tomorrow, and of funds in place with its voucher', () => {
    expect(fundFlaws(fine, '2026-06-15')).toEqual([]);
    expect(fundFlaws({ ...fine, amount: '0.00' }, '2026-06-15')).toMatchObject([{ path: 'amount' }]);
    expect(fundFlaws(fine, '2026-06-14')).toMatchObject([{ path: 'on', code: 'in-the-future' }]);
    expect(fundFlaws({ ...fine, hasVoucher: false }, '2026-06-15')).toMatchObject([{ code: 'voucher-missing' }]);
    expect(fundFlaws({ ...fine, kind: 'utilisedForeignCapital', hasVoucher: false }, '2026-06-15')).toEqual([]);
  });

  it('is confirmed once, by nobody who entered or changed it', () => {
    expect(confirmObstacle({ confirmed: false, authors: ['olga'] }, 'stella')).toBeNull();
    expect(confirmObstacle({ confirmed: false, authors: ['olga', 'stella'] }, 'stella')).toBe('same-person');
    expect(confirmObstacle({ confirmed: true, authors: [] }, 'stella')).toBe('confirmed');
  });
});

describe('a file of rates', () => {
  const head = ['Currency', 'Date', 'Rate'];

  it('is read by its headings, in either language and any order', () => {
    const rows = [
      ['备注', '汇率', '币种', '生效日期'],
      ['', '7.1200', 'usd', '2026/3/1'],
      ['', '', '', ''],
      ['x', '0.0052', 'KRW', '2026年3月1日'],
    ];
    expect(readRates(rows, 'CNY')).toEqual({
      rates: [
        { currency: 'USD', validFrom: '2026-03-01', rate: '7.12' },
        { currency: 'KRW', validFrom: '2026-03-01', rate: '0.0052' },
      ],
      flaws: [],
    });
  });

  it('names each row and column at fault, and gives none of the rest', () => {
    const rows = [
      head,
      ['USD', '2026-03-01', '7'],
      ['US', '2026-02-30', '-1'],
      ['CNY', '2026-03-01', '1'],
      ['USD', '2026-03-01', '7.1'],
    ];
    expect(readRates(rows, 'CNY')).toEqual({
      rates: [],
      flaws: [
        { row: 3, column: 'currency', code: 'currency' },
        { row: 3, column: 'date', code: 'date' },
        { row: 3, column: 'rate', code: 'rate' },
        { row: 4, column: 'currency', code: 'reporting-currency' },
        { row: 5, column: 'rate', code: 'given-twice' },
      ],
    });
    expect(readRates([['Currency', 'Rate']], 'CNY').flaws).toEqual([
      { row: 1, column: 'date', code: 'column-missing' },
    ]);
    expect(readRates([head], 'CNY').flaws).toMatchObject([{ code: 'no-rows' }]);
    expect(readRates([], 'CNY').flaws).toHaveLength(3);
    const many = Array.from({ length: 5_001 }, () => ['USD', '2026-03-01', '7']);
    expect(readRates([head, ...many], 'CNY').flaws).toEqual([
      { row: 5_002, column: 'currency', code: 'too-many-rows' },
    ]);
  });

  it('takes no rate that is not written out, and no day that is none', () => {
    expect(['7', ' 07.10 ', '0', '0.00000000001', '1e5', '7,1', ''].map(rateText)).toEqual([
      '7',
      '7.1',
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(['2026-02-29', '2024-02-29', '1.3.2026', '2026.3.1', '0000-01-01'].map(sheetDay)).toEqual([
      null,
      '2024-02-29',
      null,
      '2026-03-01',
      null,
    ]);
  });
});
