import { describe, expect, it } from 'vitest';
import { withChosen } from './chosen-options';

const options = [{ code: 'a', label: 'North' }];
const former = new Map([['b', 'South']]);

describe('the choices of a filter', () => {
  it('are as they are where nothing else is chosen', () => {
    expect(withChosen(options, ['a'], former, 'Another')).toEqual(options);
    expect(withChosen([], [], former, 'Another')).toEqual([]);
  });

  it('keep what is chosen and not among them, so that nothing narrows unseen', () => {
    expect(withChosen(options, ['b', 'c'], former, 'Another')).toEqual([
      ...options,
      { code: 'b', label: 'South' },
      { code: 'c', label: 'Another' },
    ]);
    expect(withChosen([], ['c'], new Map(), 'Another')).toEqual([{ code: 'c', label: 'Another' }]);
  });
});
