import { Component, computed, DestroyRef, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter } from 'rxjs';
import { Notices } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { Shortcuts } from '../platform/shortcuts';
import { Themes, themes } from '../platform/theme';
import { QuickLogQueue } from '../quick-log/quick-log-queue';
import { Icon } from './icon';
import { groupsFor, tabsOf } from './navigation';
import { Notifications } from './notifications';
import { shellWords } from './shell-words';

/** The frame around every page: navigation, search, bell, account. */
@Component({
  selector: 'crm-shell',
  imports: [RouterOutlet, RouterLink, RouterLinkActive, Icon, Notifications],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  host: { '(keydown.escape)': 'moreOpen.set(false)' },
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
  protected readonly groups = computed(() => groupsFor((permission) => this.session.can(permission)));
  protected readonly tabs = computed(() => tabsOf(this.groups()));
  protected readonly behindMore = computed(() =>
    this.groups()
      .map(({ word, links }) => ({ word, links: links.filter((link) => !this.tabs().includes(link)) }))
      .filter(({ links }) => links.length > 0),
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
