import { Component, computed, inject, type OnDestroy, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Notification } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { ListFoot, Notices } from '../kit';
import { Api, base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Session } from '../platform/session';
import { Icon } from './icon';
import { shellWords } from './shell-words';

const listenAgainAfter = 5_000;

/** Where it can be dealt with; whoever sees to a promise need not see the lead that it is of. */
const pageOf = ({ promiseId, leadId, companyId }: Notification) =>
  promiseId ? `/promises?lead=${leadId}` : leadId ? `/leads/${leadId}` : `/companies/${companyId}`;

/** The bell: the server says when something new waits behind it. */
@Component({
  selector: 'crm-notifications',
  imports: [Icon, InstantPipe, ListFoot],
  templateUrl: './notifications.html',
  styleUrl: './notifications.css',
  host: { '(keydown.escape)': 'open.set(false)' },
})
export class Notifications implements OnDestroy {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private stream: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;

  protected readonly t = shellWords();
  protected readonly open = signal(false);
  protected readonly unread = signal(inject(Session).me()?.unreadNotifications ?? 0);
  protected readonly list = new Paged<Notification>(`${base}/notifications`, () =>
    this.open() ? { limit: 20 } : undefined,
  );
  protected readonly badge = computed(() => (this.unread() > 99 ? '99+' : String(this.unread())));

  constructor() {
    this.listen();
  }

  ngOnDestroy(): void {
    clearTimeout(this.again);
    this.stream?.close();
  }

  /** A browser takes up a broken stream again by itself, but not one that was answered with an error, as in an outage. */
  private listen(): void {
    const stream = new EventSource(`${base}/notifications/stream`);
    stream.addEventListener('unread', (event: MessageEvent<string>) => {
      const { count } = JSON.parse(event.data) as { count: number };
      const isNew = count > this.unread();
      this.unread.set(count);
      if (isNew && this.open()) this.list.reload();
    });
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) this.again = setTimeout(() => this.listen(), listenAgainAfter);
    });
    this.stream = stream;
  }

  protected async go(notification: Notification): Promise<void> {
    this.open.set(false);
    if (!notification.readAt)
      // Whether the mark came through, the stream will tell; it must not keep the reader from the record.
      this.api
        .post(`/notifications/${notification.id}/read`)
        .then(() => this.unread.update((count) => Math.max(0, count - 1)))
        .catch(() => undefined);
    await this.router.navigateByUrl(pageOf(notification));
  }

  protected async markAllRead(): Promise<void> {
    try {
      await this.api.post('/notifications/read');
      this.unread.set(0);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
