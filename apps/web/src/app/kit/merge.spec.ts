import { describe, expect, it } from 'vitest';
import { changedFields, merge } from './merge';

const base = { title: 'Plant', cluster: 'MED', note: null as string | null };

describe('two people change one record', () => {
  it('asks about the whole of what belongs together, instead of making a third thing of two', () => {
    const base = { amount: '100', currency: 'CNY', note: '' };
    const { merged, conflicts } = merge(base, { ...base, currency: 'USD' }, { ...base, amount: '200' }, [
      ['amount', 'currency'],
    ]);
    expect(conflicts.map(({ field }) => field)).toEqual(['amount', 'currency']);
    expect(merged).toEqual({ amount: '200', currency: 'CNY', note: '' });
  });

  it('takes over what only the other one changed', () => {
    const { merged, conflicts, takenOver } = merge(base, { ...base, cluster: 'ELE' }, { ...base, title: 'Big plant' });
    expect(merged).toEqual({ title: 'Big plant', cluster: 'ELE', note: null });
    expect(conflicts).toEqual([]);
    expect(takenOver).toEqual(['cluster']);
  });

  it('asks where both changed the same field, and keeps mine meanwhile', () => {
    const { merged, conflicts } = merge(base, { ...base, title: 'Theirs' }, { ...base, title: 'Mine' });
    expect(merged.title).toBe('Mine');
    expect(conflicts).toEqual([{ field: 'title', base: 'Plant', theirs: 'Theirs', mine: 'Mine' }]);
  });

  it('does not ask where both came to the same value', () => {
    expect(merge(base, { ...base, note: 'x' }, { ...base, note: 'x' }).conflicts).toEqual([]);
  });

  it('sends only what changed', () => {
    expect(changedFields(base, { ...base, note: 'x' })).toEqual({ note: 'x' });
  });
});
