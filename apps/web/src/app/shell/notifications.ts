import { Component, computed, inject, type OnDestroy, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Notification } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { Api, base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Session } from '../platform/session';
import { Icon } from './icon';
import { shellWords } from './shell-words';

/** The bell: the server says when something new waits behind it. */
@Component({
  selector: 'crm-notifications',
  imports: [Icon, InstantPipe],
  templateUrl: './notifications.html',
  styleUrl: './notifications.css',
  host: { '(keydown.escape)': 'open.set(false)' },
})
export class Notifications implements OnDestroy {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly stream = new EventSource(`${base}/notifications/stream`);

  protected readonly t = shellWords();
  protected readonly open = signal(false);
  protected readonly unread = signal(inject(Session).me()?.unreadNotifications ?? 0);
  protected readonly list = new Paged<Notification>(`${base}/notifications`, () =>
    this.open() ? { limit: 20 } : undefined,
  );
  protected readonly badge = computed(() => (this.unread() > 99 ? '99+' : String(this.unread())));

  constructor() {
    this.stream.addEventListener('unread', (event: MessageEvent<string>) => {
      const { count } = JSON.parse(event.data) as { count: number };
      const isNew = count > this.unread();
      this.unread.set(count);
      if (isNew && this.open()) this.list.reload();
    });
  }

  ngOnDestroy(): void {
    this.stream.close();
  }

  protected async go(notification: Notification): Promise<void> {
    this.open.set(false);
    if (!notification.readAt) {
      await this.api.post(`/notifications/${notification.id}/read`);
      this.unread.update((count) => Math.max(0, count - 1));
    }
    await this.router.navigateByUrl(
      notification.leadId ? `/leads/${notification.leadId}` : `/companies/${notification.companyId}`,
    );
  }

  protected async markAllRead(): Promise<void> {
    await this.api.post('/notifications/read');
    this.unread.set(0);
    this.list.reload();
  }
}
