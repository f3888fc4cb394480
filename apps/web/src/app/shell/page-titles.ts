import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { platformWords } from '../platform/platform-words';
import { shellWords } from './shell-words';

/** Which word of the navigation names the pages below a path. */
const names = {
  '': 'today',
  cockpit: 'cockpit',
  leads: 'leads',
  deals: 'deals',
  funnel: 'funnel',
  targets: 'targets',
  coverage: 'coverage',
  kpis: 'kpis',
  'month-closes': 'monthCloses',
  reports: 'reports',
  'report-templates': 'reportTemplates',
  companies: 'companies',
  visits: 'visits',
  tours: 'tours',
  promises: 'promises',
  assignments: 'assignments',
  conflicts: 'conflicts',
  pool: 'pool',
  problems: 'problems',
  offers: 'offers',
  transfers: 'transfers',
  funds: 'funds',
  exports: 'exports',
  'exchange-rates': 'rates',
  calendars: 'calendars',
  'quick-log': 'quickLog',
  users: 'users',
  departments: 'departments',
  reference: 'reference',
  'reminder-rules': 'reminderRules',
  'reminder-trace': 'reminderTrace',
  delivery: 'delivery',
  mails: 'mails',
  audit: 'audit',
  'recycle-bin': 'recycleBin',
  account: 'account',
  notifications: 'reminders',
  robots: 'robots',
} as const;

/** Names the window after its page, in the reader's language. */
@Injectable({ providedIn: 'root' })
export class PageTitles extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly t = shellWords();
  private readonly common = platformWords();
  private readonly place = signal('sign-in');

  constructor() {
    super();
    effect(() => {
      const name = (names as Record<string, (typeof names)[keyof typeof names] | undefined>)[this.place()];
      this.title.setTitle([name && this.t()[name], this.common().product].filter(Boolean).join(' · '));
    });
  }

  override updateTitle({ url }: RouterStateSnapshot): void {
    this.place.set(url.split(/[/?#]/)[1] ?? '');
  }
}
