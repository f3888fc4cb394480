import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { MailLink } from '@torch/contracts';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { kindOf, problemOf, Problems } from '../platform/problem';
import { en } from './mail-link.en';
import { zh } from './mail-link.zh';

const refusals = ['expired', 'over', 'not-entitled'] as const;

/** What a link in a mail leads to: it says what will be done, and does it when its reader says so. Nobody is signed in here. */
@Component({
  selector: 'crm-mail-link-page',
  imports: [RouterLink],
  templateUrl: './mail-link-page.html',
  styleUrl: '../access/gate.css',
})
export class MailLinkPage {
  private readonly api = inject(Api);
  private readonly problems = inject(Problems);
  protected readonly language = inject(Language);
  protected readonly t = this.language.words(zh, en);
  protected readonly common = platformWords();

  readonly token = input.required<string>();
  private readonly asked = read<MailLink>(() => `/mail-links/${encodeURIComponent(this.token())}`);
  private readonly answered = signal<MailLink | null>(null);
  protected readonly link = computed(() => this.answered() ?? (this.asked.hasValue() ? this.asked.value() : null));
  protected readonly busy = signal(false);
  /** Done just now, on this page. */
  protected readonly justDone = signal(false);
  private readonly failure = signal('');
  protected readonly error = computed(() => {
    if (this.failure()) return this.failure();
    const error = this.asked.error();
    if (!error) return '';
    return kindOf(problemOf(error)) === 'not-found' ? this.t().unknown : this.problems.sentence(error);
  });
  protected readonly what = computed(() => {
    const link = this.link();
    if (!link) return '';
    const keeps = link.act === 'done' && link.subjectType === 'promise';
    return keeps ? this.t().keep : (this.t().acts[link.act] ?? '');
  });
  protected readonly rule = computed(() => {
    const link = this.link();
    return (this.language.current() === 'en' ? link?.ruleNameEn : link?.ruleNameZh) ?? '';
  });
  protected readonly said = computed(() => {
    const link = this.link();
    if (!link || link.state === 'ready') return '';
    if (link.state !== 'used') return this.t()[link.state];
    if (!this.justDone()) return this.t().used(this.when(link.usedAt));
    return link.until ? this.t().snoozed(this.when(link.until)) : this.t().done;
  });

  constructor() {
    // In the reader's own language, unless this device has one; chosen it is not by that.
    effect(() => {
      const locale = this.link()?.locale;
      if (locale && !this.language.isChosen) this.language.current.set(locale);
    });
  }

  /** On the reader's clock, wherever this is opened. */
  protected when(instant: string | null): string {
    const link = this.link();
    if (!link || !instant) return '';
    return new Intl.DateTimeFormat(this.language.current() === 'en' ? 'en-GB' : 'zh-CN', {
      timeZone: link.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(instant));
  }

  protected async confirm(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    try {
      const before = this.link()?.state;
      this.answered.set(await this.api.post<MailLink>(`/mail-links/${encodeURIComponent(this.token())}`));
      this.justDone.set(before === 'ready');
    } catch (error) {
      const code = problemOf(error)?.errors[0]?.code;
      const refusal = refusals.find((each) => each === code);
      const link = this.link();
      if (refusal && link) this.answered.set({ ...link, state: refusal });
      else this.failure.set(this.problems.sentence(error));
    } finally {
      this.busy.set(false);
    }
  }
}
