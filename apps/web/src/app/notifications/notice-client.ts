import { computed, inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import type { Notification, Snoozed } from '@torch/contracts';
import { reminderPage, type SnoozeDays } from '@torch/domain';
import { Notices, Times } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { notificationWords } from './notification-words';

/** What can be done about a notice, wherever it is shown. */
@Injectable({ providedIn: 'root' })
export class NoticeClient {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  private readonly language = inject(Language);
  private readonly t = notificationWords();
  private readonly english = computed(() => this.language.current() === 'en');

  /** The rule's words, or those of the kind where the rule is gone. */
  what({ ruleNameZh, ruleNameEn, kind }: Notification): string {
    return (this.english() ? ruleNameEn : ruleNameZh) ?? this.language.labels().reminderKind[kind];
  }

  /** Opens where it can be dealt with. Whether the mark came through, the stream tells; it must not keep the reader. */
  async open(notice: Notification): Promise<void> {
    if (!notice.readAt) void this.api.post(`/notifications/${notice.id}/read`).catch(() => undefined);
    await this.router.navigateByUrl(reminderPage(notice));
  }

  async markRead({ id }: Notification): Promise<void> {
    await this.tell(() => this.api.post(`/notifications/${id}/read`));
  }

  async markAllRead(): Promise<void> {
    await this.tell(() => this.api.post('/notifications/read'));
  }

  /** @param path of a notice or a follow-up */
  async later(path: string, days: number): Promise<void> {
    await this.tell(async () => {
      const { until } = await this.api.post<Snoozed>(`${path}/snooze`, { days: days as SnoozeDays });
      this.notices.done(this.t().snoozed(this.times.short(until)));
    });
  }

  private async tell(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.notices.failed(error);
    }
  }
}
