import { Component, computed, DestroyRef, effect, inject, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { FollowUp, Today, UpdateFollowUp } from '@torch/contracts';
import { promiseHorizonDays, quietAfterDays } from '@torch/domain';
import { EmptyState, PageHeader } from '@torch/ui';
import { mayOn, Notices, ReadState, Times } from '../kit';
import { FollowUpClient } from '../leads/follow-ups/follow-up-client';
import { LaterSelect } from '../notifications/later-select';
import { NoticeClient } from '../notifications/notice-client';
import { read } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { addDays } from '../platform/zoned';
import { en } from './today.en';
import { zh } from './today.zh';

/** What to do now: overdue, due, quiet, upcoming. */
@Component({
  selector: 'crm-today-page',
  imports: [EmptyState, InstantPipe, LaterSelect, PageHeader, ReadState, RouterLink],
  templateUrl: './today-page.html',
  styleUrl: './today-page.css',
})
export class TodayPage {
  private readonly client = inject(FollowUpClient);
  protected readonly times = inject(Times);
  protected readonly quietAfterDays = quietAfterDays;
  private readonly reminders = inject(NoticeClient);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly language = inject(Language);

  protected readonly t = this.language.words(zh, en);
  protected readonly common = platformWords();
  protected readonly works = computed(() => this.session.can('followUp.read'));
  protected readonly today = read<Today>(() => (this.works() ? '/today' : undefined));
  /** The day until which the tallies of promises and problems count. */
  protected readonly dueTo = computed(() =>
    this.today.hasValue() ? addDays(this.today.value().date, promiseHorizonDays) : null,
  );
  protected readonly anyOverdue = computed(
    () => this.today.hasValue() && this.today.value().promisesDue.items.some(({ overdue }) => overdue),
  );
  protected readonly sections = computed(() =>
    this.today.hasValue()
      ? ([
          { key: 'overdue', title: this.t().overdue, empty: this.t().nothingOverdue, ...this.today.value().overdue },
          { key: 'dueToday', title: this.t().dueToday, empty: this.t().nothingToday, ...this.today.value().dueToday },
        ] as const)
      : [],
  );

  constructor() {
    // A statistician's work is what waits for confirmation; a collaborating department's, what is assigned to it.
    if (this.session.can('fund.confirm')) void this.router.navigate(['/funds'], { replaceUrl: true });
    if (this.session.can('assignment.answer')) void this.router.navigate(['/assignments'], { replaceUrl: true });
    // Left open overnight, or on a phone in a pocket, the page must not go on showing another day.
    effect(() => {
      this.times.today();
      untracked(() => this.today.reload());
    });
    const refresh = () => document.visibilityState === 'visible' && this.today.reload();
    document.addEventListener('visibilitychange', refresh);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('visibilitychange', refresh));
  }

  protected mayChange(followUp: FollowUp): boolean {
    return mayOn(this.session, 'followUp.update', followUp);
  }

  protected complete(followUp: FollowUp): Promise<void> {
    return this.change(followUp, { status: 'done' }, this.t().completed);
  }

  protected async postpone(followUp: FollowUp, choice: string): Promise<void> {
    const day = this.times.usual()[choice as keyof ReturnType<Times['usual']>];
    if (day) await this.change(followUp, { dueAt: this.times.fromLocal(`${day}T09:00`) }, this.t().postponed(day));
  }

  /** Only the reminder comes later; what is due stays due. */
  protected async later({ id }: FollowUp, days: number): Promise<void> {
    if (!days) return;
    await this.reminders.later(`/follow-ups/${id}`, days);
    this.today.reload();
  }

  private async change(
    { id, version, dueAt }: FollowUp,
    input: Omit<UpdateFollowUp, 'version'>,
    sentence: string,
  ): Promise<void> {
    try {
      const now = await this.client.update(id, { version, ...input });
      this.notices.undoable(sentence, async () => {
        await this.client.update(id, { version: now.version, status: 'open', dueAt });
        this.today.reload();
      });
    } catch (error) {
      this.notices.failed(error);
    }
    this.today.reload();
  }
}
