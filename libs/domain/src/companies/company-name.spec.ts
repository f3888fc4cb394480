import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigrams, coreName, gramNumbers, similarity } from './company-name';

const core = (name: string) => coreName(name, (text) => text);

describe('the core of a company name', () => {
  it.each([
    ['威高集团有限公司', '威高'],
    ['株式会社東洋精機', '東洋精機'],
    ['주식회사 한빛정밀', '한빛정밀'],
    ['㈜한빛정밀', '한빛정밀'],
    ['Siemens Healthineers AG', 'siemenshealthineers'],
    ['ACME Co., Ltd.', 'acme'],
    ['Costco', 'costco'],
    ['Ｓｏｎｙ', 'sony'],
    ['Group', 'group'],
  ])('%s → %s', (name, expected) => {
    expect(core(name)).toBe(expected);
  });

  it('is never empty for a name with a letter, and stays as it is when taken again', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const once = core(`x${name}`);
        expect(once).not.toBe('');
      }),
    );
  });
});

describe('numbers of bigrams', () => {
  it('are as many as the bigrams of the first plane, whole numbers of 32 bits', () => {
    expect(gramNumbers('徐')).toEqual([0x5f90]);
    expect(gramNumbers('')).toEqual([]);
    expect(gramNumbers('威高')).toEqual([(0x5a01 << 16) | 0x9ad8]);
    expect(gramNumbers('aaa')).toEqual([0x610061]);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '企', '高', '한', 'と') }), (text) => {
        expect(gramNumbers(text)).toHaveLength(bigrams(text).length);
        for (const gram of gramNumbers(text)) expect(gram).toBe(gram | 0);
      }),
    );
  });
});

describe('similarity', () => {
  it('is 1 for the same, 0 for nothing shared, and does not depend on the order', () => {
    expect(similarity('威高', '威高')).toBe(1);
    expect(similarity('威高', '惠普')).toBe(0);
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (a, b) => similarity(a, b) === similarity(b, a) && similarity(a, b) >= 0 && similarity(a, b) <= 1,
      ),
    );
  });

  it('takes a single character for itself', () => {
    expect(bigrams('徐')).toEqual(['徐']);
    expect(bigrams('')).toEqual([]);
    expect(bigrams('aaa')).toEqual(['aa']);
  });
});
