import { Component, computed, inject, input, signal } from '@angular/core';
import type { ListExport, TellListExport } from '@torch/contracts';
import { type CsvValue, freeRows } from '@torch/domain';
import type { Paged } from '@torch/ui';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { csvText } from './csv';
import { download } from './download';
import { Notices } from './notices';
import { Times } from './times';
import { wholeList } from './whole-list';

/** One column of a list as a file. */
export interface CsvColumn<T> {
  head: string;
  cell: (row: T) => CsvValue;
}

/**
 * Saves all that a list holds as CSV, not only what is on screen: as many rows as its reader takes away without approval, and
 * none that is confidential; that it left is in the audit log. More than that, and what is confidential, is exported as a ledger, which is approved.
 */
@Component({
  selector: 'crm-list-csv',
  template: `@if (list().items().length > 0) {
    <button class="button" type="button" [disabled]="busy()" (click)="save()">
      {{ busy() ? t().loading : t().listCsv }}
    </button>
  }`,
})
export class ListCsv<T extends { confidential: boolean }> {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  private readonly language = inject(Language);
  protected readonly t = platformWords();

  readonly list = input.required<Paged<T>>();
  readonly columns = input.required<readonly CsvColumn<T>[]>();
  /** Of the file, without its day and ending. */
  readonly name = input.required<string>();

  protected readonly busy = signal(false);
  private readonly most = computed(() => freeRows(this.session.me()?.role ?? 'officer'));

  protected async save(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    try {
      const columns = this.columns();
      const address = location.pathname + location.search;
      const { items, isAll } = await wholeList(this.list().reader(), this.most());
      const rows = items.filter(({ confidential }) => !confidential);
      const mark = rows.length > 0 ? await this.tell(address, rows.length) : [];
      const text = csvText([
        columns.map(({ head }) => head),
        ...rows.map((row) => columns.map(({ cell }) => cell(row))),
        mark,
      ]);
      download(`${this.name()}-${this.times.today()}.csv`, text);
      const left = items.length - rows.length;
      const told = [
        ...(isAll ? [] : [this.t().listCsvCut(this.count(items.length))]),
        ...(left > 0 ? [this.t().listCsvLeft(this.count(left))] : []),
      ];
      if (told.length > 0) this.notices.refused(told.join(' '));
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.busy.set(false);
    }
  }

  /** That it leaves is written down first; who took it and when is the last line of the file. */
  private async tell(address: string, rows: number): Promise<string[]> {
    const told: TellListExport = { list: this.name(), address, rows };
    const { takenBy, takenAt } = await this.api.post<ListExport>('/exports/lists', told);
    return [this.t().listCsvMark(takenBy, this.times.dateTime(takenAt), this.count(rows))];
  }

  private count = (rows: number): string => rows.toLocaleString(this.language.current());
}
