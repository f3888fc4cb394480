import { expect, it } from 'vitest';
import { changesBetween, redact } from './redaction';

it('names what differs, old and new, and nothing else', () => {
  const before = { title: 'a', at: new Date('2026-01-01'), tags: ['x'], note: undefined };
  expect(changesBetween(before, { title: 'b', at: new Date('2026-01-01'), tags: ['x'], note: null })).toEqual({
    title: ['a', 'b'],
  });
  expect(changesBetween(null, { title: 'b', note: null })).toEqual({ title: [null, 'b'] });
});

it('takes no notice of the order of keys, but of that of a list', () => {
  const before = { all: [{ a: 1, b: { c: 2, d: 3 } }], list: [1, 2] };
  expect(changesBetween(before, { all: [{ b: { d: 3, c: 2 }, a: 1 }], list: [2, 1] })).toEqual({
    list: [
      [1, 2],
      [2, 1],
    ],
  });
});

it('blanks personal data on both sides, and keeps an empty side empty', () => {
  expect(redact('contact', { phone: [null, '138'], companyId: [null, 'c'] })).toEqual({
    phone: [null, '[redacted]'],
    companyId: [null, 'c'],
  });
  expect(redact('lead', { title: ['a', 'b'] })).toEqual({ title: ['a', 'b'] });
});
