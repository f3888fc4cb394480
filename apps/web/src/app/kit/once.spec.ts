import { expect, it } from 'vitest';
import { Once } from './once';

it('does one act of a double press, and none until the record is another one', async () => {
  const once = new Once();
  const done: number[] = [];
  const press = (version: number) => once.act({ id: 'a', version }, () => Promise.resolve(done.push(version)));
  expect(await Promise.all([press(1), press(1)])).toEqual([1, null]);
  expect(await press(1)).toBeNull();
  expect(await press(2)).toBe(2);
  expect(done).toEqual([1, 2]);
});

it('lets what failed be tried again', async () => {
  const once = new Once();
  const press = (work: () => Promise<string>) => once.act({ id: 'a', version: 1 }, work);
  await expect(press(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await press(() => Promise.resolve('done'))).toBe('done');
});
