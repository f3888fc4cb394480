import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseRegistrationNumber, registrationFlaw } from './registration-number';

describe('registration numbers', () => {
  it.each([
    ['CN', '91371000267107131G', null],
    ['CN', '91371000267107131X', 'check-digit'],
    ['CN', '9137100026710713', 'malformed'],
    ['CN', 'I1371000267107131G', 'malformed'],
    ['KR', '1248100998', null],
    ['KR', '1248100999', 'check-digit'],
    ['KR', '124810099', 'malformed'],
    ['JP', '1180301018771', null],
    ['JP', '2180301018771', 'check-digit'],
    ['JP', '0180301018771', 'malformed'],
    ['DE', 'HRB12345', null],
    ['DE', '!!', 'malformed'],
  ])('%s %s: %s', (country, number, flaw) => {
    expect(registrationFlaw(country, number)).toBe(flaw);
  });

  it('notices any single wrong digit of a Korean or Japanese number', () => {
    const spoilt = (valid: string) =>
      fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 9 })).map(([at, by]) => {
        const digits = [...valid];
        digits[at] = String((Number(digits[at]) + by) % 10);
        return digits.join('');
      });
    fc.assert(
      fc.property(spoilt('1248100998'), (number) => registrationFlaw('KR', number) !== null || number === '1248100998'),
      { numRuns: 200 },
    );
  });

  it('reads a number however it is written', () => {
    expect(normaliseRegistrationNumber('１２４-81 00998')).toBe('1248100998');
    expect(normaliseRegistrationNumber('91371000267107131g')).toBe('91371000267107131G');
  });
});
