import '@angular/compiler';
import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { createEnvironmentInjector, EnvironmentInjector, runInInjectionContext, signal } from '@angular/core';
import { getTestBed, TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../platform/session';
import { RecordForm } from './record-form';

type Values = Readonly<Record<string, string>>;
const problem = (status: number, kind: string, more: object = {}) =>
  new HttpErrorResponse({
    status,
    error: { type: `/problems/${kind}`, title: kind, status, errors: [], ...more },
  });
const lost = new HttpErrorResponse({ status: 0 });
const refuse = (error: unknown) => () => Promise.reject(error);

/** A window opened by a user in the place of the one before, and what it takes in when somebody else was first. */
let last: EnvironmentInjector | undefined;
function open(
  user: string,
  record: () => Values | undefined,
  take: (sent: unknown) => Values = (sent) => sent as Values,
) {
  TestBed.inject(Session).me.set({ id: user } as never);
  last?.destroy();
  last = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
  const edit = runInInjectionContext(
    last,
    () =>
      new RecordForm<Values, Values>({
        schema: { safeParse: (sent) => ({ success: true, data: take(sent) }) },
        record,
        draftOf: (values) => values ?? { what: '' },
        keepAs: () => 'offer.1',
      }),
  );
  TestBed.tick();
  return edit;
}
const keyOf = async (edit: RecordForm<Values, Values>, error: unknown) => {
  let sent = '';
  await edit.submit((_, key) => {
    sent = key;
    return Promise.reject(error);
  });
  TestBed.tick();
  return sent;
};

describe('a form about a record', () => {
  beforeAll(() => getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting()));
  beforeEach(() => {
    localStorage.clear();
    last = undefined;
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({ providers: [provideHttpClient()] });
  });

  it('keeps what was typed for its writer alone, until it is saved or let go', async () => {
    open('a', () => undefined).set({ what: 'typed' });
    TestBed.tick();
    expect(open('b', () => undefined).draft()).toEqual({ what: '' });
    const again = open('a', () => undefined);
    expect([again.draft(), again.restored()]).toEqual([{ what: 'typed' }, true]);
    await again.submit(() => Promise.resolve({}));
    TestBed.tick();
    expect(open('a', () => undefined).restored()).toBe(false);
    const other = open('a', () => undefined);
    other.set({ what: 'more' });
    other.discard();
    TestBed.tick();
    expect(open('a', () => undefined).draft()).toEqual({ what: '' });
  });

  it('sends under the same key whatever may have been saved, from a window opened anew as well', async () => {
    const edit = open('a', () => undefined);
    edit.set({ what: 'typed' });
    const key = await keyOf(edit, lost);
    expect(await keyOf(edit, problem(503, 'unavailable'))).toBe(key);
    const again = open('a', () => undefined);
    expect(await keyOf(again, problem(409, 'request-in-progress'))).toBe(key);
    expect(await keyOf(again, problem(422, 'rule-broken'))).toBe(key);
    const refused = open('a', () => undefined);
    const second = await keyOf(refused, lost);
    expect(second).not.toBe(key);
    expect(
      await keyOf(
        open('a', () => undefined),
        lost,
      ),
    ).toBe(second);
  });

  it('is sent once by a double press, and not again while the page goes on to what was saved', async () => {
    const edit = open('a', () => undefined);
    edit.set({ what: 'typed' });
    let sent = 0;
    const press = () => edit.submit(() => Promise.resolve({ sent: `${++sent}` }));
    expect(await Promise.all([press(), press()])).toEqual([{ sent: '1' }, null]);
    expect(await press()).toBeNull();
    edit.discard();
    expect(await press()).toEqual({ sent: '2' });
  });

  it('lets go of what an earlier try saved', async () => {
    const edit = open('a', () => undefined);
    edit.set({ what: 'typed' });
    const key = await keyOf(edit, problem(409, 'idempotency-key-reused'));
    expect(edit.spent()).toBe(true);
    edit.discard();
    expect(edit.spent()).toBe(false);
    edit.set({ what: 'another' });
    expect(await keyOf(edit, lost)).not.toBe(key);
  });

  it('goes on, on a page that stays, from what was saved', async () => {
    const record = signal<Values>({ what: 'old', by: 'x' });
    const edit = open('a', record);
    edit.set({ what: 'mine' });
    await edit.submit(() => Promise.resolve(record()));
    record.set({ what: 'mine', by: 'server' });
    edit.discard();
    TestBed.tick();
    expect([edit.draft(), edit.stale(), edit.dirty()]).toEqual([{ what: 'mine', by: 'server' }, false, false]);
    edit.set({ what: 'more' });
    expect(edit.dirty()).toBe(true);
  });

  it('brings an old draft together with what the record became', () => {
    const record = signal<Values>({ what: 'old', on: '1', by: 'x' });
    open('a', record).set({ what: 'mine', on: '2' });
    TestBed.tick();
    record.set({ what: 'theirs', on: '1', by: 'y' });
    const edit = open('a', record);
    expect(edit.draft()).toEqual({ what: 'mine', on: '2', by: 'y' });
    expect(edit.conflicts().map(({ field }) => field)).toEqual(['what']);
    expect(edit.takenOver()).toEqual(['by']);
  });

  it('takes in what the record became while it is open, and asks nothing of who typed nothing', () => {
    const record = signal<Values>({ what: 'old', by: 'x' });
    const edit = open('a', record);
    record.set({ what: 'old', by: 'y' });
    TestBed.tick();
    expect([edit.draft(), edit.stale(), edit.dirty()]).toEqual([{ what: 'old', by: 'y' }, false, false]);
    edit.set({ what: 'mine' });
    record.set({ what: 'old', by: 'z' });
    TestBed.tick();
    expect([edit.draft(), edit.stale()]).toEqual([{ what: 'mine', by: 'z' }, true]);
  });

  it('goes on after somebody else was first', async () => {
    const record = signal<Values>({ what: 'old', by: 'x' });
    const edit = open('a', record, (sent) => {
      record.set(sent as Values);
      return record();
    });
    edit.set({ what: 'mine' });
    await edit.submit(refuse(problem(409, 'stale', { current: { what: 'old', by: 'y' } })));
    TestBed.tick();
    expect([edit.draft(), edit.stale(), edit.takenOver()]).toEqual([{ what: 'mine', by: 'y' }, true, ['by']]);
    expect(await edit.submit(() => Promise.resolve({ done: true }))).toEqual({ done: true });
  });
});
