import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Notification } from '@torch/contracts';
import { reminderKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, totalText } from '../kit';
import { base } from '../platform/api';
import { Language } from '../platform/language';
import { NoticeClient } from './notice-client';
import { NoticeList } from './notice-list';
import { notificationWords } from './notification-words';

/** Every notice that ever came to the reader. */
@Component({
  selector: 'crm-notifications-page',
  imports: [ListFoot, NoticeList, PageHeader, RouterLink],
  template: `
    <ui-page-header [heading]="t().center">
      <a class="button" routerLink="/account/notifications">{{ t().settings }}</a>
    </ui-page-header>
    <div class="row">
      <div class="row" role="group" [attr.aria-label]="t().center">
        <button class="button small" type="button" [attr.aria-pressed]="!showsAll()" (click)="narrow({ show: null })">
          {{ t().unread }}
        </button>
        <button class="button small" type="button" [attr.aria-pressed]="showsAll()" (click)="narrow({ show: 'all' })">
          {{ t().all }}
        </button>
      </div>
      <label class="visually-hidden" for="notice-kind">{{ t().kind }}</label>
      <select #chosen id="notice-kind" style="width: auto" (change)="narrow({ kind: chosen.value })">
        <option value="">{{ t().everyKind }}</option>
        @for (each of kinds; track each) {
          <option [value]="each" [selected]="each === known()">{{ language.labels().reminderKind[each] }}</option>
        }
      </select>
      <span class="soft" role="status">{{ total() }}</span>
      <button type="button" class="button small" (click)="markAllRead()">{{ t().markAllRead }}</button>
    </div>
    <section class="card">
      <crm-notice-list [list]="list" (changed)="list.reload()" />
      <crm-list-foot [list]="list" [empty]="showsAll() ? t().noneAtAll : t().none" />
    </section>
  `,
  host: { class: 'page stack' },
})
export class NotificationsPage {
  private readonly client = inject(NoticeClient);
  protected readonly language = inject(Language);
  protected readonly t = notificationWords();
  protected readonly narrow = addressBar();
  protected readonly kinds = reminderKinds;

  readonly show = input<string>();
  readonly kind = input<string>();
  protected readonly showsAll = computed(() => this.show() === 'all');
  protected readonly known = computed(() => reminderKinds.find((kind) => kind === this.kind()));
  protected readonly list = new Paged<Notification>(`${base}/notifications`, () => ({
    unread: this.showsAll() ? undefined : true,
    kind: this.known(),
    limit: 50,
  }));
  protected readonly total = totalText(this.list, (count) =>
    this.showsAll() ? this.t().total(count) : this.t().totalUnread(count),
  );

  protected async markAllRead(): Promise<void> {
    await this.client.markAllRead();
    this.list.reload();
  }
}
