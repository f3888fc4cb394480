import { describe, expect, it } from 'vitest';
import { type Chore, doAll } from './chores';

describe('chores', () => {
  it('are all done, and what failed is told at the end', async () => {
    const done: string[] = [];
    const chore = (name: string, fails = false): Chore => [
      name,
      async () => {
        if (fails) throw new Error('the storage is away');
        done.push(name);
      },
    ];
    await expect(doAll([chore('bin'), chore('files', true), chore('leads')])).rejects.toThrow(
      /^files: the storage is away$/,
    );
    expect(done).toEqual(['bin', 'leads']);
    await expect(doAll([chore('rest')])).resolves.toBeUndefined();
  });
});
