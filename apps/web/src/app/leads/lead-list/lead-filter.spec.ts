import { expect, it } from 'vitest';
import { countFilters, type FilterName, readFilter, toggled } from './lead-filter';

const address = (given: Partial<Record<FilterName, string>>) =>
  readFilter(given as Record<FilterName, string | undefined>);

it('reads filters from the address and drops what cannot be asked for', () => {
  expect(address({ status: 'new,contacted', cluster: 'MED', staleDays: 'soon', sort: 'drop table' })).toEqual({
    status: 'new,contacted',
    cluster: 'MED',
  });
});

it('counts what narrows the list', () => {
  expect(countFilters({ q: 'x', sort: 'code', cluster: 'MED', staleDays: '14' })).toBe(2);
});

it('adds and removes one value of several', () => {
  expect(toggled(undefined, 'new')).toBe('new');
  expect(toggled('new', 'contacted')).toBe('new,contacted');
  expect(toggled('new', 'new')).toBeUndefined();
});
