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

it('says of each what of it is given up: itself, or the deal for which it is listed', () => {
  expect(
    leadsOf([
      { leadId: 'a', title: 'Lead', lost: 'lead' },
      { leadId: 'b', title: 'Deal', lost: 'deal' },
    ]),
  ).toEqual([
    { id: 'a', title: 'Lead', lost: 'lead' },
    { id: 'b', title: 'Deal', lost: 'deal' },
  ]);
});

it('takes a lead for given up only where all of its records are', () => {
  const records = [
    { leadId: 'a', title: 'Given up', lost: 'deal' },
    { leadId: 'a', title: 'Goes on' },
  ] as const;
  expect(leadsOf(records)).toEqual([{ id: 'a', title: 'Given up' }]);
  expect(leadsOf(records.toReversed())).toEqual([{ id: 'a', title: 'Goes on' }]);
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

it('are chosen page by page: all takes those for which nothing was planned yet', () => {
  const [question, listed] = [signal('one'), signal(['a', 'b'].map((id) => ({ id, title: id })))];
  const chosen = chosenLeads(question, listed);
  const ids = () => chosen.leads().map(({ id }) => id);
  chosen.all();
  chosen.tried(['a', 'b'], ['a']);
  expect(ids()).toEqual([]);
  listed.update((all) => [...all, { id: 'c', title: 'c' }]);
  chosen.all();
  expect(ids()).toEqual(['c']);
  expect(chosen.hasAll()).toBe(true);
  chosen.tried(['c'], ['c']);
  // Something else may be planned for all of them.
  expect(chosen.hasAll()).toBe(false);
  chosen.all();
  expect(ids()).toEqual(['a', 'b', 'c']);
  expect(['a', 'b', 'c'].map(chosen.got)).toEqual([true, false, true]);
});

it('are taken a hundred at a time, the next after those before', () => {
  const hundreds = Array.from({ length: 150 }, (_, at) => ({ id: String(at), title: '' }));
  const chosen = chosenLeads(signal('one'), signal(hundreds));
  chosen.all();
  chosen.tried(
    chosen.leads().map(({ id }) => id),
    [],
  );
  chosen.all();
  expect(chosen.leads().map(({ id }) => id)).toEqual(hundreds.slice(100).map(({ id }) => id));
});
