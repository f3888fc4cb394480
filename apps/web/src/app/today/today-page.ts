import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FollowUp, Lead, Today } from '@torch/contracts';
import { EmptyState, ErrorState, Loading, PageHeader } from '@torch/ui';
import { Notices } from '../kit';
import { Api, read } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';
import { Session } from '../platform/session';
import { addDays, fromWall, toDay } from '../platform/zoned';
import { en } from './today.en';
import { zh } from './today.zh';

/** What to do now: overdue, due, quiet, upcoming. */
@Component({
  selector: 'crm-today-page',
  imports: [EmptyState, ErrorState, InstantPipe, Loading, PageHeader, RouterLink],
  templateUrl: './today-page.html',
  styleUrl: './today-page.css',
})
export class TodayPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly problems = inject(Problems);

  protected readonly t = this.language.words(zh, en);
  protected readonly common = platformWords();
  protected readonly works = computed(() => this.session.can('followUp.read'));
  protected readonly today = read<Today>(() => (this.works() ? '/today' : undefined));
  /** The last thing done, which can be taken back. */
  protected readonly undoable = signal<{ sentence: string; before: FollowUp; now: FollowUp } | null>(null);
  protected readonly sections = computed(() =>
    this.today.hasValue()
      ? ([
          { key: 'overdue', title: this.t().overdue, empty: this.t().nothingOverdue, ...this.today.value().overdue },
          { key: 'dueToday', title: this.t().dueToday, empty: this.t().nothingToday, ...this.today.value().dueToday },
        ] as const)
      : [],
  );

  protected daysQuiet(lead: Lead): number {
    return Math.floor((Date.now() - Date.parse(lead.lastContactAt)) / 86_400_000);
  }

  protected mayChange(followUp: FollowUp): boolean {
    return (
      this.session.can('followUp.update') &&
      (followUp.ownerId === this.session.me()?.id || this.session.me()?.role === 'head')
    );
  }

  protected async complete(followUp: FollowUp): Promise<void> {
    await this.change(followUp, { status: 'done' }, this.t().completed);
  }

  protected async postpone(followUp: FollowUp, choice: string): Promise<void> {
    const zone = this.session.timeZone();
    const day = toDay(new Date(), zone);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const days = { tomorrow: 1, threeDays: 3, nextWeek: (8 - weekday) % 7 || 7 }[choice];
    if (!days) return;
    const dueAt = fromWall(`${addDays(day, days)}T09:00`, zone).toISOString();
    await this.change(followUp, { dueAt }, this.t().postponed(addDays(day, days)));
  }

  protected async undo(): Promise<void> {
    const last = this.undoable();
    if (!last) return;
    await this.change(last.now, { status: 'open', dueAt: last.before.dueAt }, this.t().reopened);
    this.undoable.set(null);
  }

  private async change(followUp: FollowUp, input: object, sentence: string): Promise<void> {
    try {
      const now = await this.api.patch<FollowUp>(`/follow-ups/${followUp.id}`, { version: followUp.version, ...input });
      this.undoable.set({ sentence, before: followUp, now });
    } catch (error) {
      this.notices.failed(error);
    }
    this.today.reload();
  }
}
