import { Component, computed, effect, inject, input, linkedSignal, output, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import type { ExportPreview, LedgerList } from '@torch/contracts';
import { type ExportFormat, exportFormats, type Ledger, type LedgerColumn } from '@torch/domain';
import { Dialog, Field } from '@torch/ui';
import { Notices, ReadState } from '../kit';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { problemOf, Problems } from '../platform/problem';
import { ColumnChoice } from './column-choice';
import { ExportClient } from './export-client';
import { ledgerWords } from './ledger-words';

/** How long a choice rests before it is counted, in milliseconds. */
const pause = 300;

/** Chooses a ledger of what a list shows, its columns and their order, and says before what it will bring and need. */
@Component({
  selector: 'crm-export-dialog',
  imports: [ColumnChoice, Dialog, Field, ReadState],
  templateUrl: './export-dialog.html',
})
export class ExportDialog {
  private readonly client = inject(ExportClient);
  private readonly notices = inject(Notices);
  private readonly problems = inject(Problems);
  private readonly router = inject(Router);
  protected readonly language = inject(Language);
  protected readonly labels = this.language.labels;
  protected readonly common = platformWords();
  protected readonly t = ledgerWords();

  /** Ledgers of what the list shows, the first chosen. */
  readonly ledgers = input.required<readonly Ledger[]>();
  readonly filters = input.required<object>();
  readonly closed = output();

  protected readonly list = read<LedgerList>(() => '/exports/ledgers');
  protected readonly formats = exportFormats;
  protected readonly ledger = linkedSignal(() => this.ledgers()[0] ?? 'leads');
  protected readonly form = computed(() =>
    this.list.hasValue() ? this.list.value().items.find(({ ledger }) => ledger === this.ledger()) : undefined,
  );
  /** As chosen last time. */
  protected readonly columns = linkedSignal<readonly LedgerColumn[]>(() => {
    const form = this.form();
    return form?.last?.columns.length ? form.last.columns : (form?.usual ?? []);
  });
  protected readonly format = linkedSignal<ExportFormat>(() => this.form()?.last?.format ?? 'xlsx');
  protected readonly confidential = signal(false);
  protected readonly wantsPhones = signal(false);
  protected readonly purpose = signal('');
  protected readonly hasPhones = computed(() => this.columns().includes('contactPhone'));
  protected readonly mayUnmask = computed(() => this.list.hasValue() && this.list.value().mayUnmask);

  private readonly choice = computed(() => ({
    ledger: this.ledger(),
    columns: this.columns(),
    filters: this.filters(),
    format: this.format(),
    confidential: this.confidential(),
    unmasked: this.wantsPhones() && this.hasPhones() && this.mayUnmask(),
  }));
  /** Null while it is counted, and where that failed. */
  protected readonly preview = signal<ExportPreview | null>(null);
  protected readonly uncounted = signal(false);
  /** Counts again what could not be counted. */
  protected readonly tries = signal(0);
  protected readonly flaw = signal('');
  protected readonly sending = signal(false);
  /** The same try twice is one request. */
  private key = crypto.randomUUID();

  protected readonly tooMany = computed(
    () => this.list.hasValue() && (this.preview()?.rows ?? 0) > this.list.value().mostRows,
  );
  protected readonly needs = computed(() => this.preview()?.approval ?? []);
  protected readonly sentence = computed(() => {
    const preview = this.preview();
    if (this.uncounted()) return this.t().uncounted;
    if (!preview || !this.list.hasValue()) return this.t().counting;
    const { mostRows, days } = this.list.value();
    if (this.tooMany()) return this.t().tooMany(this.count(mostRows));
    const reasons = preview.approval.map((reason) => this.labels().approvalReason[reason]).join(' · ');
    const need = reasons ? this.t().needs(reasons, days) : this.t().free;
    return [this.t().rows(this.count(preview.rows)), need].join(' · ');
  });

  constructor() {
    effect((onCleanup) => {
      const choice = this.choice();
      this.tries();
      if (choice.columns.length === 0) return;
      untracked(() => {
        this.preview.set(null);
        this.uncounted.set(false);
      });
      let over = false;
      const timer = setTimeout(async () => {
        try {
          const preview = await this.client.preview(choice);
          if (!over) this.preview.set(preview);
        } catch (error) {
          if (over) return;
          this.uncounted.set(true);
          this.flaw.set(this.problems.sentence(error));
        }
      }, pause);
      onCleanup(() => {
        over = true;
        clearTimeout(timer);
        this.flaw.set('');
        this.key = crypto.randomUUID();
      });
    });
  }

  protected choose(value: string): void {
    const ledger = this.ledgers().find((each) => each === value);
    if (ledger) this.ledger.set(ledger);
  }

  protected chooseFormat(value: string): void {
    const format = exportFormats.find((each) => each === value);
    if (format) this.format.set(format);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sending() || this.tooMany()) return;
    this.sending.set(true);
    this.flaw.set('');
    try {
      const made = await this.client.create({ ...this.choice(), purpose: this.purpose().trim() || null }, this.key);
      if (made.state === 'ready') {
        this.client.fetch(made.id);
        this.notices.done(this.t().started);
      } else
        this.notices.offer(this.t().sent(made.code), this.t().seeMine, () => this.router.navigateByUrl('/exports'));
      this.closed.emit();
    } catch (error) {
      const code = problemOf(error)?.errors[0]?.code ?? '';
      this.flaw.set(this.t().error[code] ?? this.problems.sentence(error));
    } finally {
      this.sending.set(false);
    }
  }

  private count(rows: number): string {
    return rows.toLocaleString(this.language.current());
  }
}
