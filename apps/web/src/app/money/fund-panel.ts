import { Component, computed, inject, input, output, signal } from '@angular/core';
import { type Attachment, Fund, type Page } from '@torch/contracts';
import { fundKinds } from '@torch/domain';
import { Paged } from '@torch/ui';
import { ListFoot, mayOn, moneyOf, Notices, SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { FundActions } from './fund-actions';
import { FundLine } from './fund-line';
import { moneyWords } from './money-words';

/** The dated entries of a deal's money, the newest first. */
@Component({
  selector: 'crm-fund-panel',
  imports: [FundActions, FundLine, ListFoot, SmallForm],
  templateUrl: './fund-panel.html',
  host: { class: 'card stack' },
})
export class FundPanel {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly labels = inject(Language).labels;
  protected readonly t = moneyWords();

  readonly deal = input.required<{ id: string; ownerId: string; departmentId: string }>();
  readonly changed = output();

  protected readonly list = new Paged<Fund>('/api/v1/funds', () => ({ deal: this.deal().id, limit: 50 }));
  protected readonly mayAdd = computed(() => mayOn(this.session, 'fund.create', this.deal()));
  /** Null: closed; `new`: another one; else the one that is changed. */
  protected readonly editing = signal<Fund | 'new' | null>(null);
  /** The deal's documents, asked for when a form opens, since they are uploaded in another part of the page. */
  private readonly documents = read<Page<Attachment>>(() =>
    this.editing() === null ? undefined : `/attachments?subjectId=${this.deal().id}&limit=200`,
  );
  protected readonly fields = computed((): SmallField[] => {
    const words = this.t().fund;
    return [
      {
        name: 'kind',
        label: words.kind,
        as: 'choice',
        required: true,
        options: fundKinds.map((value) => ({ value, label: this.labels().fundKind[value] })),
      },
      { name: 'amount', label: words.amount, as: 'money', required: true },
      { name: 'on', label: words.on, as: 'day', required: true },
      { name: 'source', label: words.source, as: 'text' },
      { name: 'voucher', label: words.voucher, as: 'text', hint: words.voucherHint },
      {
        name: 'voucherFileId',
        label: words.voucherFile,
        as: 'choice',
        hint: words.voucherFileHint,
        options: this.files(),
      },
      { name: 'note', label: words.note, as: 'area' },
    ];
  });
  private readonly files = computed(() => {
    const fund = this.editing();
    const files = new Map<string, string>();
    // One that hangs on the lead stays chosen, though only the deal's are offered.
    if (fund !== null && fund !== 'new' && fund.voucherFileId)
      files.set(fund.voucherFileId, fund.voucherFileName ?? fund.voucherFileId);
    if (this.documents.hasValue()) for (const { id, fileName } of this.documents.value().items) files.set(id, fileName);
    return [...files].map(([value, label]) => ({ value, label }));
  });
  protected readonly initial = computed((): SmallValues => {
    const fund = this.editing();
    if (fund === null || fund === 'new') return { kind: 'fundsInPlace' };
    return {
      kind: fund.kind,
      amount: fund.amount.amount.replace(/\.00$/, ''),
      'amount.currency': fund.amount.currency,
      on: fund.on,
      source: fund.source ?? '',
      voucher: fund.voucher ?? '',
      voucherFileId: fund.voucherFileId ?? '',
      note: fund.note ?? '',
    };
  });
  protected readonly current = takingIn(Fund, (fund) => this.editing.set(fund), this.initial);

  protected readonly save = (values: SmallValues, key: string) => {
    const fund = this.editing();
    const text = (name: string) => values[name]?.trim() || null;
    const input = {
      kind: values['kind'],
      amount: moneyOf(values, 'amount'),
      on: values['on'],
      source: text('source'),
      voucher: text('voucher'),
      voucherFileId: text('voucherFileId'),
      note: text('note'),
    };
    if (fund === null || fund === 'new') return this.api.post(`/deals/${this.deal().id}/funds`, input, key);
    return this.api.patch(`/funds/${fund.id}`, { ...input, version: fund.version });
  };

  protected async remove({ id }: Fund): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().fund.removeAsk, yes: this.t().fund.remove }))) return;
    try {
      await this.api.delete(`/funds/${id}`);
      this.notices.done(this.t().fund.removed);
    } catch (error) {
      this.notices.failed(error);
    }
    this.renew();
  }

  protected renew(): void {
    this.editing.set(null);
    this.list.reload();
    this.changed.emit();
  }
}
