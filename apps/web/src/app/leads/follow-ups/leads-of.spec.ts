import { expect, it } from 'vitest';
import { leadsOf } from './chosen-leads';

it('are the leads of records, each once, by the title of its first record', () => {
  expect(
    leadsOf([
      { leadId: 'a', title: 'Promise' },
      { leadId: null, title: 'Company' },
      { leadId: 'a', title: 'Problem' },
      { leadId: 'b', title: 'Deal' },
    ]),
  ).toEqual([
    { id: 'a', title: 'Promise' },
    { id: 'b', title: 'Deal' },
  ]);
});
