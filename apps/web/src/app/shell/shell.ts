import { Component, computed, DestroyRef, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import type { Permission } from '@torch/domain';
import { filter } from 'rxjs';
import { Notices } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { Shortcuts } from '../platform/shortcuts';
import { Themes, themes } from '../platform/theme';
import { QuickLogQueue } from '../quick-log/quick-log-queue';
import { Icon, type IconName } from './icon';
import { Notifications } from './notifications';
import { shellWords } from './shell-words';

interface Link {
  path: string;
  icon: IconName;
  word:
    | 'today'
    | 'cockpit'
    | 'leads'
    | 'deals'
    | 'funnel'
    | 'targets'
    | 'coverage'
    | 'kpis'
    | 'monthCloses'
    | 'reports'
    | 'reportTemplates'
    | 'companies'
    | 'visits'
    | 'tours'
    | 'promises'
    | 'assignments'
    | 'conflicts'
    | 'problems'
    | 'offers'
    | 'pool'
    | 'transfers'
    | 'funds'
    | 'exports'
    | 'rates'
    | 'calendars'
    | 'users'
    | 'departments'
    | 'reference'
    | 'reminderRules'
    | 'delivery'
    | 'mails'
    | 'robots'
    | 'audit'
    | 'recycleBin';
  permission: Permission;
}

const work: readonly Link[] = [
  { path: '/', icon: 'today', word: 'today', permission: 'followUp.read' },
  { path: '/cockpit', icon: 'cockpit', word: 'cockpit', permission: 'cockpit.read' },
  { path: '/leads', icon: 'leads', word: 'leads', permission: 'lead.read' },
  { path: '/deals', icon: 'deals', word: 'deals', permission: 'deal.read' },
  { path: '/funnel', icon: 'funnel', word: 'funnel', permission: 'lead.read' },
  { path: '/targets', icon: 'targets', word: 'targets', permission: 'target.read' },
  { path: '/coverage', icon: 'coverage', word: 'coverage', permission: 'lead.read' },
  { path: '/kpis', icon: 'kpis', word: 'kpis', permission: 'kpi.read' },
  { path: '/month-closes', icon: 'closes', word: 'monthCloses', permission: 'kpi.read' },
  { path: '/reports', icon: 'reports', word: 'reports', permission: 'report.read' },
  { path: '/companies', icon: 'companies', word: 'companies', permission: 'company.read' },
  { path: '/visits', icon: 'visits', word: 'visits', permission: 'visit.read' },
  { path: '/problems', icon: 'problems', word: 'problems', permission: 'problem.read' },
  { path: '/tours', icon: 'tours', word: 'tours', permission: 'visit.read' },
  { path: '/promises', icon: 'promises', word: 'promises', permission: 'promise.read' },
  { path: '/offers', icon: 'offers', word: 'offers', permission: 'offer.read' },
  { path: '/conflicts', icon: 'conflicts', word: 'conflicts', permission: 'conflict.read' },
  { path: '/pool', icon: 'pool', word: 'pool', permission: 'pool.read' },
  { path: '/assignments', icon: 'log', word: 'assignments', permission: 'assignment.read' },
  { path: '/funds', icon: 'money', word: 'funds', permission: 'fund.confirm' },
  { path: '/exports', icon: 'exports', word: 'exports', permission: 'ledger.export' },
];
/** What a phone keeps at its foot. */
const daily: readonly string[] = ['/', '/leads', '/visits', '/assignments', '/funds'];

const administration: readonly Link[] = [
  { path: '/transfers', icon: 'transfers', word: 'transfers', permission: 'transfer.read' },
  { path: '/users', icon: 'user', word: 'users', permission: 'user.list' },
  { path: '/departments', icon: 'companies', word: 'departments', permission: 'department.list' },
  { path: '/reference', icon: 'settings', word: 'reference', permission: 'reference.read' },
  { path: '/exchange-rates', icon: 'money', word: 'rates', permission: 'rate.read' },
  { path: '/calendars', icon: 'today', word: 'calendars', permission: 'calendar.edit' },
  { path: '/reminder-rules', icon: 'bell', word: 'reminderRules', permission: 'reminderRule.read' },
  { path: '/report-templates', icon: 'reports', word: 'reportTemplates', permission: 'reportTemplate.read' },
  { path: '/delivery', icon: 'promises', word: 'delivery', permission: 'mail.read' },
  { path: '/mails', icon: 'mail', word: 'mails', permission: 'mail.read' },
  { path: '/robots', icon: 'robots', word: 'robots', permission: 'robot.read' },
  { path: '/audit', icon: 'log', word: 'audit', permission: 'audit.read' },
  { path: '/recycle-bin', icon: 'bin', word: 'recycleBin', permission: 'recycleBin.read' },
];

/** The frame around every page: navigation, search, bell, account. */
@Component({
  selector: 'crm-shell',
  imports: [RouterOutlet, RouterLink, RouterLinkActive, Icon, Notifications],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
})
export class Shell {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly theme = inject(Themes);
  protected readonly shortcuts = inject(Shortcuts);

  /** What was logged without a network is sent from whatever page is open. */
  protected readonly queue = inject(QuickLogQueue);
  private readonly notices = inject(Notices);
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  /** Null until the first page. */
  private path: string | null = null;

  protected readonly t = shellWords();
  protected readonly common = platformWords();
  protected readonly moreOpen = signal(false);
  protected readonly work = computed(() => work.filter(({ permission }) => this.session.can(permission)));
  protected readonly administration = computed(() =>
    administration.filter(({ permission }) => this.session.can(permission)),
  );
  /** On a phone: what is used daily stands at the foot, the rest behind "more". */
  protected readonly tabs = computed(() => {
    const work = this.work().filter(({ path }) => daily.includes(path));
    return work.length > 0 ? work : this.administration().slice(0, 3);
  });
  protected readonly behindMore = computed(() =>
    [...this.work(), ...this.administration()].filter((link) => !this.tabs().includes(link)),
  );
  protected readonly mayLog = computed(() => this.session.can('visit.create'));

  constructor() {
    this.shortcuts.listen(inject(DestroyRef));
    this.router.events
      .pipe(
        filter((event): event is NavigationEnd => event instanceof NavigationEnd),
        takeUntilDestroyed(),
      )
      .subscribe(({ urlAfterRedirects }) => this.arrive(urlAfterRedirects.split('?')[0] ?? ''));
  }

  /** On another page the keyboard and the screen reader begin at its content. */
  private arrive(path: string): void {
    this.moreOpen.set(false);
    if (this.path !== null && this.path !== path) this.main().nativeElement.focus({ preventScroll: true });
    this.path = path;
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }

  protected search(event: Event, input: HTMLInputElement): void {
    event.preventDefault();
    void this.router.navigate(['/companies'], { queryParams: { q: input.value.trim() || null } });
  }

  protected async switchLanguage(): Promise<void> {
    const locale = this.language.current() === 'en' ? 'zh-CN' : 'en';
    this.language.use(locale);
    this.session.me.update((me) => me && { ...me, locale });
    try {
      await this.api.patch('/me', { locale });
    } catch (error) {
      this.notices.failed(error);
    }
  }

  protected switchTheme(): void {
    const next = themes[(themes.indexOf(this.theme.current()) + 1) % themes.length];
    if (next) this.theme.use(next);
  }

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
      await this.router.navigateByUrl('/sign-in');
    } catch (error) {
      this.notices.failed(error);
    }
  }
}
