import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CalendarFeed, CreatedCalendarFeed, NotificationPreferences } from '@torch/contracts';
import {
  modesOf,
  type PreferenceChannel,
  preferenceChannels,
  type PreferenceMode,
  type ReminderKind,
  reminderKinds,
  usualQuietHours,
} from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { Notices, ReadState } from '../kit';
import { Api, read } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { notificationWords } from './notification-words';

/** How and when one's own reminders come, and the calendar that they can be seen in. */
@Component({
  selector: 'crm-my-notifications-page',
  imports: [InstantPipe, PageHeader, ReadState, RouterLink],
  templateUrl: './my-notifications-page.html',
  // As wide as the longest choice, so that they stand in line.
  styles: `
    td {
      align-items: center;
      vertical-align: middle;
    }
    td select {
      width: 13em;
    }
  `,
})
export class MyNotificationsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly t = notificationWords();
  protected readonly common = platformWords();

  protected readonly kinds = reminderKinds;
  protected readonly channels = preferenceChannels;
  protected readonly modesOf = modesOf;
  protected readonly usual = usualQuietHours;
  protected readonly preferences = read<NotificationPreferences>(() => '/me/notification-preferences');
  protected readonly feed = read<CalendarFeed>(() => '/me/calendar-feed');
  protected readonly address = signal('');
  protected readonly busy = signal(false);
  private readonly items = computed(() => (this.preferences.hasValue() ? this.preferences.value().items : []));

  protected modeOf(kind: ReminderKind, channel: PreferenceChannel): PreferenceMode {
    return this.items().find((each) => each.kind === kind && each.channel === channel)?.mode ?? 'on';
  }

  protected quiet(from: string, to: string): string {
    return from < to ? this.t().quietByDay(from, to) : this.t().quiet(from, to);
  }

  /** Kept at once: each choice is small, and nobody looks for a button below a table. */
  protected async choose(kind: ReminderKind, channel: PreferenceChannel, value: string): Promise<void> {
    const mode = modesOf(kind, channel).find((each) => each === value);
    if (!mode) return;
    const items = this.items().map((each) =>
      each.kind === kind && each.channel === channel ? { kind, channel, mode } : each,
    );
    try {
      this.preferences.set(await this.api.put<NotificationPreferences>('/me/notification-preferences', { items }));
      this.notices.done();
    } catch (error) {
      this.notices.failed(error);
      this.preferences.reload();
    }
  }

  protected async makeCalendar(): Promise<void> {
    if (this.busy()) return;
    const again = this.feed.hasValue() && this.feed.value().createdAt !== null;
    if (again && !(await this.notices.confirm({ title: this.t().renewQuestion }))) return;
    this.busy.set(true);
    try {
      const { feedUrl } = await this.api.post<CreatedCalendarFeed>('/me/calendar-feed');
      this.address.set(feedUrl ?? '');
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.busy.set(false);
    }
    this.feed.reload();
  }

  protected async revokeCalendar(): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().revokeQuestion }))) return;
    try {
      await this.api.delete('/me/calendar-feed');
      this.address.set('');
    } catch (error) {
      this.notices.failed(error);
    }
    this.feed.reload();
  }

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.address());
      this.notices.done(this.t().copied);
    } catch {
      // Without the clipboard the address stands there to be marked.
    }
  }
}
