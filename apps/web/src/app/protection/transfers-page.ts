import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Transfer, TransferPreview, type User } from '@torch/contracts';
import { Field, Paged, PageHeader } from '@torch/ui';
import { FormNotices, ListFoot, mayOn, Notices, RecordForm, Times } from '../kit';
import { Api, read } from '../platform/api';
import { Session } from '../platform/session';
import { protectionWords } from './protection-words';

interface TransferDraft {
  fromUserId: string;
  toUserId: string;
  reason: string;
}

/** Hands everything of somebody who leaves to somebody who stays, and takes it back. */
@Component({
  selector: 'crm-transfers-page',
  imports: [Field, FormNotices, ListFoot, PageHeader, RouterLink],
  templateUrl: './transfers-page.html',
  host: { class: 'page' },
})
export class TransfersPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
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
  protected readonly edit = new RecordForm<TransferDraft, TransferDraft>({
    schema: { safeParse: () => ({ success: false }) },
    record: () => undefined,
    draftOf: () => ({ fromUserId: '', toUserId: '', reason: '' }),
    keepAs: () => 'transfer.new',
  });
  protected readonly from = computed(() => this.edit.draft().fromUserId);
  protected readonly complete = computed(() => Object.values(this.edit.draft()).every((value) => value.trim()));
  protected readonly takers = computed(() => this.within().filter(({ active, id }) => active && id !== this.from()));
  private readonly answer = read<unknown>(() =>
    this.from() ? `/transfers/preview?fromUserId=${this.from()}` : undefined,
  );
  protected readonly preview = computed(() => {
    if (!this.from() || !this.answer.hasValue()) return '';
    return this.counts(TransferPreview.parse(this.answer.value()), 'preview');
  });
  protected readonly list = new Paged<Transfer>('/api/v1/transfers', () => ({ limit: 20 }));

  protected readonly word = (field: string): string => (field === 'reason' ? this.t().reason : field);
  protected readonly show = (_: string, value: unknown): string => String(value);

  protected counts(moved: Transfer['moved'], as: 'preview' | 'moved'): string {
    return this.t()[as](moved);
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.edit.draft();
    if (await this.edit.submit((_, key) => this.api.post<Transfer>('/transfers', draft, key))) {
      this.notices.done(this.t().made);
      this.edit.discard();
    }
    this.list.reload();
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
