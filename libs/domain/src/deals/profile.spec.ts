import { describe, expect, it } from 'vitest';
import { industryCode } from './profile';

describe('a code of GB/T 4754', () => {
  it.each(['C39', 'C392', 'C3921', 'T97'])('may be %s', (code) => {
    expect(code).toMatch(industryCode);
  });

  it.each(['', 'C', '39', '3921', 'C3', '3', 'U10', 'c39', 'C39211', '39211', 'C 39', '39C', 'C39\n'])(
    'is not %j',
    (code) => {
      expect(code).not.toMatch(industryCode);
    },
  );
});
