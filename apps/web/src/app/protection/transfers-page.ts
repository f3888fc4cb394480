import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Transfer, TransferPreview, type User } from '@torch/contracts';
import { Field, Paged, PageHeader } from '@torch/ui';
import { ListFoot, mayOn, Notices, Times } from '../kit';
import { Api, read } from '../platform/api';
import { Objections } from '../platform/problem';
import { Session } from '../platform/session';
import { protectionWords } from './protection-words';

/** Hands everything of somebody who leaves to somebody who stays, and takes it back. */
@Component({
  selector: 'crm-transfers-page',
  imports: [Field, ListFoot, PageHeader, RouterLink],
  templateUrl: './transfers-page.html',
  host: { class: 'page' },
})
export class TransfersPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly objections = new Objections();
  protected readonly times = inject(Times);
  protected readonly t = protectionWords();

  /** Also those who are put out by now: their work is still to be handed over. */
  private readonly people = new Paged<User>('/api/v1/users', () => ({ limit: 200, sort: 'displayName' }));
  protected readonly within = computed(() =>
    this.people
      .items()
      .filter(
        ({ id, role, departmentId }) =>
          /officer|head/.test(role) && mayOn(this.session, 'transfer.make', { ownerId: id, departmentId }),
      ),
  );
  protected readonly from = signal('');
  protected readonly to = signal('');
  protected readonly reason = signal('');
  protected readonly takers = computed(() => this.within().filter(({ active, id }) => active && id !== this.from()));
  protected readonly busy = signal(false);
  private readonly answer = read<unknown>(() =>
    this.from() ? `/transfers/preview?fromUserId=${this.from()}` : undefined,
  );
  protected readonly preview = computed(() => {
    if (!this.from() || !this.answer.hasValue()) return '';
    return this.counts(TransferPreview.parse(this.answer.value()), 'preview');
  });
  protected readonly list = new Paged<Transfer>('/api/v1/transfers', () => ({ limit: 20 }));

  protected counts(moved: Transfer['moved'], as: 'preview' | 'moved'): string {
    return this.t()[as](moved);
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.objections.clear();
    this.busy.set(true);
    try {
      await this.api.post('/transfers', { fromUserId: this.from(), toUserId: this.to(), reason: this.reason() });
      this.notices.done(this.t().made);
      this.from.set('');
      this.to.set('');
      this.reason.set('');
      this.list.reload();
    } catch (error) {
      this.objections.take(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected async undo({ id }: Transfer): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().undoAsk, yes: this.t().undo }))) return;
    try {
      await this.api.post(`/transfers/${id}/undo`);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
