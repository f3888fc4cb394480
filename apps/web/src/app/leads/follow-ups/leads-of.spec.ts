import { signal } from '@angular/core';
import { expect, it } from 'vitest';
import { chosenLeads, leadsOf } from './chosen-leads';

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

it('says of each whether it is lost', () => {
  expect(leadsOf([{ leadId: 'a', title: 'Lead', lost: true }])).toEqual([{ id: 'a', title: 'Lead', lost: true }]);
});

it('are chosen together, each by itself, and anew for another question', () => {
  const [question, listed] = [signal('one'), signal([{ id: 'a', title: 'A' }])];
  const chosen = chosenLeads(question, listed);
  expect(chosen.hasAll()).toBe(false);
  chosen.all();
  expect(chosen.hasAll()).toBe(true);
  listed.update((all) => [...all, { id: 'b', title: 'B' }]);
  expect(chosen.hasAll()).toBe(false);
  chosen.choose('b', true);
  expect(chosen.leads().map(({ id }) => id)).toEqual(['a', 'b']);
  expect(chosen.hasAll()).toBe(true);
  question.set('another');
  expect(chosen.leads()).toEqual([]);
});
