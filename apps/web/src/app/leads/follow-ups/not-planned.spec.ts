import { expect, it } from 'vitest';
import { notPlanned } from './not-planned';

const lead = (id: string) => ({ id, title: `Lead ${id}` });
const refused = (leadId: string, code = 'pooled') => ({
  leadId,
  ok: false,
  errors: [{ path: 'leadId', code, message: 'no' }],
});
const planned = (leadId: string) => ({ leadId, ok: true, errors: [] });

it('are kept from page to page until they get theirs', () => {
  const first = notPlanned([], [lead('a'), lead('b')], { items: [refused('a'), planned('b')] });
  expect(first).toEqual([{ id: 'a', title: 'Lead a', why: 'pooled' }]);
  const second = notPlanned(first, [lead('c'), lead('d')], { items: [planned('c'), refused('d', 'unknown')] });
  expect(second.map(({ id, why }) => [id, why])).toEqual([
    ['a', 'pooled'],
    ['d', 'unknown'],
  ]);
  expect(notPlanned(second, second, { items: [planned('a'), refused('d', 'unknown')] }).map(({ id }) => id)).toEqual([
    'd',
  ]);
});

it('are named once, with the latest reason', () => {
  const first = notPlanned([], [lead('a')], { items: [refused('a')] });
  expect(notPlanned(first, [lead('a')], { items: [refused('a', 'out-of-reach')] })).toEqual([
    { id: 'a', title: 'Lead a', why: 'out-of-reach' },
  ]);
});
