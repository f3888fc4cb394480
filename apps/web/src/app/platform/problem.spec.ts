import '@angular/compiler';
import { HttpErrorResponse } from '@angular/common/http';
import { getTestBed, TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { beforeAll, expect, it } from 'vitest';
import { Language } from './language';
import { en } from './platform.en';
import { zh } from './platform.zh';
import { Problems } from './problem';

const against = (code: string) =>
  new HttpErrorResponse({
    status: 422,
    error: {
      type: '/problems/rule-broken',
      title: 'rule broken',
      status: 422,
      errors: [{ path: 'days', code, message: code }],
    },
  });

beforeAll(() => {
  localStorage.clear();
  getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
});

it('says which rule stands against something, in both languages; and where there are no words for it, that one does', () => {
  const problems = TestBed.inject(Problems);
  for (const [locale, { field, kind }] of [['zh-CN', zh] as const, ['en', en] as const]) {
    TestBed.inject(Language).use(locale);
    for (const code of ['nothing-to-snooze', 'not-snoozable']) {
      expect(field[code]).toBeTruthy();
      expect(problems.sentence(against(code))).toBe(field[code]);
    }
    expect(problems.sentence(against('of-no-name'))).toBe(kind['rule-broken']);
  }
});
