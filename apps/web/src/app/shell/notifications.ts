import { Component, computed, inject, type OnDestroy, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { Notification, Page } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { ListFoot, Notices } from '../kit';
import { NoticeClient } from '../notifications/notice-client';
import { NoticeList } from '../notifications/notice-list';
import { notificationWords } from '../notifications/notification-words';
import { Api, base } from '../platform/api';
import { Session } from '../platform/session';
import { Icon } from './icon';
import { shellWords } from './shell-words';

const listenAgainAfter = 5_000;
/** Milliseconds in which what arrives is told together: nobody reads ten lines that chase each other. */
const gathered = 1_500;
const toldFor = 8_000;

/** The bell: the server says when something new waits behind it. */
@Component({
  selector: 'crm-notifications',
  imports: [Icon, ListFoot, NoticeList, RouterLink],
  templateUrl: './notifications.html',
  styleUrl: './notifications.css',
  host: { '(keydown.escape)': 'open.set(false)' },
})
export class Notifications implements OnDestroy {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly client = inject(NoticeClient);
  private stream: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private arrived = 0;

  protected readonly t = shellWords();
  protected readonly words = notificationWords();
  protected readonly open = signal(false);
  /** What was told last, for those who hear the page. */
  protected readonly told = signal('');
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
    clearTimeout(this.gathering);
    this.stream?.close();
  }

  /** A browser takes up a broken stream again by itself, but not one that was answered with an error, as in an outage. */
  private listen(): void {
    const stream = new EventSource(`${base}/notifications/stream`);
    stream.addEventListener('unread', (event: MessageEvent<string>) => {
      const { count } = JSON.parse(event.data) as { count: number };
      const more = count - this.unread();
      this.unread.set(count);
      if (more !== 0 && this.open()) this.list.reload();
      else if (more > 0) this.gather(more);
    });
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) this.again = setTimeout(() => this.listen(), listenAgainAfter);
    });
    this.stream = stream;
  }

  private gather(more: number): void {
    this.arrived += more;
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      const count = this.arrived;
      this.arrived = 0;
      void this.tell(count);
    }, gathered);
  }

  /** One by its words, several by their number. */
  private async tell(count: number): Promise<void> {
    const { arrived, one, show } = this.words();
    if (count > 1) {
      this.told.set(arrived(count));
      return this.notices.offer(arrived(count), show, () => this.router.navigateByUrl('/notifications'), toldFor);
    }
    // What cannot be read just now stands behind the bell all the same.
    const page = await this.api.get<Page<Notification>>('/notifications?unread=true&limit=1').catch(() => null);
    const [notice] = page?.items ?? [];
    if (!notice) return;
    const text = one(`${this.client.what(notice)} · ${notice.title}`);
    this.told.set(text);
    this.notices.offer(text, show, () => this.client.open(notice), toldFor);
  }

  protected async markAllRead(): Promise<void> {
    await this.client.markAllRead();
    this.list.reload();
  }
}
