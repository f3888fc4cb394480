import { expect, it } from 'vitest';
import { namesFigure } from './names-figure';

const known = { step: ['created', 'signed'], part: ['reached'] };

it.each([
  [{}, true],
  [{ step: 'signed', part: 'reached', q: 'zzz' }, true],
  [{ step: '' }, true],
  [{ step: 'zzz' }, false],
  [{ step: 'signed', part: 'zzz' }, false],
  [{ step: ['signed', 'created'] }, false],
])('%o names a figure that there is: %s', (given, is) => {
  expect(namesFigure(known, given)).toBe(is);
});
