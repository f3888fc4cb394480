import { Component, inject, input, output } from '@angular/core';
import type { Notification } from '@torch/contracts';
import type { Paged } from '@torch/ui';
import { InstantPipe } from '../platform/instant.pipe';
import { LaterSelect } from './later-select';
import { NoticeClient } from './notice-client';
import { notificationWords } from './notification-words';

/** Notices, the newest first, with what can be done about each. */
@Component({
  selector: 'crm-notice-list',
  imports: [InstantPipe, LaterSelect],
  template: `
    <ul class="list">
      @for (item of list().items(); track item.id) {
        <li class="stack tight">
          <a href="#" class="item wrap" [class.unread]="!item.readAt" (click)="open($event, item)">
            <span class="soft small">{{ client.what(item) }}</span>
            <span class="title">{{ item.title }}</span>
          </a>
          <p class="soft small wrap">
            {{ item.companyName }}
            @if (item.code) {
              · {{ item.code }}
            }
            · {{ t().due }} {{ item.dueAt | instant: 'short' }}
          </p>
          <div class="row">
            @if (item.readAt) {
              <span class="soft small">{{ t().read }}</span>
            } @else {
              <button
                type="button"
                class="button small"
                [attr.aria-label]="t().markRead + ': ' + item.title"
                (click)="mark(item)"
              >
                {{ t().markRead }}
              </button>
            }
            @if (item.maySnooze) {
              <crm-later-select [about]="item.title" (chosen)="later(item, $event)" />
            }
          </div>
        </li>
      }
    </ul>
  `,
  styles: `
    .item {
      display: grid;
      gap: 2px;
      color: inherit;
      text-decoration: none;
    }
    .item:hover .title,
    .item:focus-visible .title {
      text-decoration: underline;
    }
    .unread .title {
      font-weight: 650;
    }
    .unread .title::before {
      content: '● ';
      color: var(--accent);
      font-size: 10px;
      vertical-align: middle;
    }
    .tight {
      gap: 4px;
    }
  `,
})
export class NoticeList {
  protected readonly client = inject(NoticeClient);
  protected readonly t = notificationWords();

  readonly list = input.required<Paged<Notification>>();
  readonly opened = output();
  readonly changed = output();

  protected async open(event: Event, item: Notification): Promise<void> {
    event.preventDefault();
    this.opened.emit();
    await this.client.open(item);
  }

  protected async mark(item: Notification): Promise<void> {
    await this.client.markRead(item);
    this.changed.emit();
  }

  protected async later(item: Notification, days: number): Promise<void> {
    if (!days) return;
    await this.client.later(`/notifications/${item.id}`, days);
    this.changed.emit();
  }
}
