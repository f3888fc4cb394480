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
