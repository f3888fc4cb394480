import '@angular/compiler';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { getTestBed, TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { Whole } from '@torch/ui';
import { beforeAll, beforeEach, expect, it } from 'vitest';

beforeAll(() => getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting()));
beforeEach(() => {
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
});

it('reads choices to their end, page after page, and rests after a failure', () => {
  const http = TestBed.inject(HttpTestingController);
  const list = TestBed.runInInjectionContext(() => new Whole<number>('/users', () => ({ active: true })));
  const answer = (items: number[], nextCursor: string | null) => {
    TestBed.tick();
    const [request] = http.match(({ url }) => url === '/users');
    request?.flush({ items, nextCursor, total: null, totalIsExact: false });
    TestBed.tick();
    return request?.request.params.toString();
  };
  expect(answer([1, 2], 'b')).toBe('active=true&limit=200');
  expect(answer([3], 'c')).toBe('active=true&limit=200&cursor=b');
  expect(answer([4], null)).toBe('active=true&limit=200&cursor=c');
  expect(list.items()).toEqual([1, 2, 3, 4]);
  expect(answer([], null)).toBeUndefined();

  list.reload();
  answer([1], 'b');
  http.match(() => true)[0]?.flush(null, { status: 503, statusText: 'away' });
  TestBed.tick();
  expect(list.items()).toEqual([1]);
  http.verify();
});
