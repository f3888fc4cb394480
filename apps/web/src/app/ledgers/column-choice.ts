import { Component, computed, type ElementRef, inject, input, model, signal, viewChildren } from '@angular/core';
import type { LedgerList } from '@torch/contracts';
import type { LedgerColumn } from '@torch/domain';
import { Language } from '../platform/language';
import { ledgerWords } from './ledger-words';

type Offered = LedgerList['items'][number]['columns'];

/** Which columns, and in which order: all by buttons, so that a keyboard is enough. */
@Component({
  selector: 'crm-column-choice',
  templateUrl: './column-choice.html',
  styleUrl: './column-choice.css',
})
export class ColumnChoice {
  private readonly labels = inject(Language).labels;
  protected readonly t = ledgerWords();

  readonly offered = input.required<Offered>();
  readonly usual = input.required<readonly LedgerColumn[]>();
  readonly chosen = model.required<readonly LedgerColumn[]>();

  /** What is said aloud after a move. */
  protected readonly said = signal('');
  protected readonly others = computed(() => this.offered().filter(({ code }) => !this.chosen().includes(code)));
  private readonly buttons = viewChildren<ElementRef<HTMLButtonElement>>('mover');

  protected name(code: LedgerColumn): string {
    return this.labels().ledgerColumn[code];
  }

  protected isPersonal(code: LedgerColumn): boolean {
    return this.offered().some((each) => each.code === code && each.personal);
  }

  protected move(from: number, by: -1 | 1, code: LedgerColumn): void {
    const to = from + by;
    const rest = this.chosen().filter((_, index) => index !== from);
    this.chosen.set([...rest.slice(0, to), code, ...rest.slice(to)]);
    this.said.set(this.t().moved(this.name(code), to + 1));
    // The same button at its new place, or the other one at the end: the next press goes on where this one stopped.
    setTimeout(() => {
      const own = this.buttons().filter(({ nativeElement }) => nativeElement.dataset['code'] === code);
      const same = own.find(({ nativeElement }) => nativeElement.dataset['by'] === String(by));
      (same?.nativeElement.disabled
        ? own.find(({ nativeElement }) => !nativeElement.disabled)
        : same
      )?.nativeElement.focus();
    });
  }

  protected drop(code: LedgerColumn): void {
    this.chosen.update((all) => all.filter((each) => each !== code));
  }

  protected add(code: LedgerColumn): void {
    this.chosen.update((all) => [...all, code]);
  }

  protected all(): void {
    this.chosen.set(this.offered().map(({ code }) => code));
  }
}
