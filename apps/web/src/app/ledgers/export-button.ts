import { Component, computed, inject, input, signal } from '@angular/core';
import type { Ledger } from '@torch/domain';
import { Session } from '../platform/session';
import { ExportDialog } from './export-dialog';
import { ledgerWords } from './ledger-words';

/** At the head of a list: has what it shows, as it is narrowed, as a file. */
@Component({
  selector: 'crm-export-button',
  imports: [ExportDialog],
  template: `
    @if (session.can('ledger.export')) {
      <button class="button" type="button" (click)="open.set(true)">{{ t().export }}</button>
      @if (open()) {
        <crm-export-dialog [ledgers]="ledgers()" [filters]="given()" (closed)="open.set(false)" />
      }
    }
  `,
})
export class ExportButton {
  protected readonly session = inject(Session);
  protected readonly t = ledgerWords();

  readonly ledgers = input.required<readonly Ledger[]>();
  /** By what the list is narrowed, as in its address; what is not set is left out. */
  readonly filters = input<Readonly<Record<string, unknown>>>({});

  protected readonly open = signal(false);
  protected readonly given = computed(() =>
    Object.fromEntries(
      Object.entries(this.filters()).flatMap(([name, value]) => {
        if (value === undefined || value === null || value === '') return [];
        // An address knows texts alone.
        return [[name, typeof value === 'object' ? value : String(value as string)]];
      }),
    ),
  );
}
