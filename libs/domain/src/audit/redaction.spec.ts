import { expect, it } from 'vitest';
import { changesBetween, redact } from './redaction';

it('names what differs, old and new, and nothing else', () => {
  const before = { title: 'a', at: new Date('2026-01-01'), tags: ['x'], note: undefined };
  expect(changesBetween(before, { title: 'b', at: new Date('2026-01-01'), tags: ['x'], note: null })).toEqual({
    title: ['a', 'b'],
  });
  expect(changesBetween(null, { title: 'b', note: null })).toEqual({ title: [null, 'b'] });
});

it('blanks personal data on both sides, and keeps an empty side empty', () => {
  expect(redact('contact', { phone: [null, '138'], companyId: [null, 'c'] })).toEqual({
    phone: [null, '[redacted]'],
    companyId: [null, 'c'],
  });
  expect(redact('lead', { title: ['a', 'b'] })).toEqual({ title: ['a', 'b'] });
});
