import { expect, it } from 'vitest';
import { InHand } from './in-hand';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));

it('has dropped what it claimed and no longer works on', async () => {
  const inHand = new InHand();
  await inHand.during(['a', 'b'], async () => {
    expect(inHand.dropped(rows('a', 'b', 'c'))).toEqual(['c']);
  });
  expect(inHand.dropped(rows('a', 'b'))).toEqual(['a', 'b']);
});

it('has in hand what any of several works on', async () => {
  const inHand = new InHand();
  await inHand.during(['a'], () =>
    inHand.during(['a'], async () => undefined).then(() => expect(inHand.dropped(rows('a'))).toEqual([])),
  );
});

it('lets go of what failed', async () => {
  const inHand = new InHand();
  const failing = inHand.during(['a'], () => Promise.reject(new Error('the database went')));
  await expect(failing).rejects.toThrow('the database went');
  expect(inHand.dropped(rows('a'))).toEqual(['a']);
});
