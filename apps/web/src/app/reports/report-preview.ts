import { Component, computed, inject, input, signal } from '@angular/core';
import {
  footField,
  type ReportData,
  reportHeading,
  reportPeriodText,
  reportWords,
  tellReport,
  totalSpan,
  totalWord,
} from '@torch/contracts';
import {
  hasTotal,
  recordTables,
  type ReportColumn,
  type ReportTable,
  reportTables,
  shownColumns,
  shownFigures,
} from '@torch/domain';
import { Language } from '../platform/language';
import { reportPageWords } from './report-words';

/** Rows of a table until one asks for all. */
const first = 5;
const numeric = ['count', 'change', 'percent', 'decimal', 'money', 'figure'];

/** A report on screen, told by the same code as its files. */
@Component({
  selector: 'crm-report-preview',
  templateUrl: './report-preview.html',
  styleUrl: './report-preview.css',
})
export class ReportPreview {
  private readonly language = inject(Language);
  protected readonly t = reportPageWords();

  readonly data = input.required<ReportData>();

  protected readonly words = computed(() => reportWords[this.language.current()]);
  protected readonly told = computed(() => tellReport(this.data(), this.language.current(), 500));
  protected readonly period = computed(() => reportPeriodText(this.words(), this.data().period));
  private readonly opened = signal<readonly ReportTable[]>([]);

  /** Each figure, and the table that lists what it counts. */
  protected readonly figures = computed(() =>
    shownFigures(this.data().kind).map(({ figure, table }) => ({
      name: this.words().figure[figure],
      value: this.told().fields[`${figure}Count`]?.text ?? '',
      table,
    })),
  );

  protected readonly tables = computed(() =>
    this.data().sections.map((name) => {
      const columns = shownColumns(name, 'page');
      const rows = this.told().tables[name];
      const open = this.opened().includes(name);
      const isLong = recordTables.some((each) => each === name) && rows.length > first;
      const span = totalSpan(name, columns);
      return {
        name,
        open,
        heading: this.words().table[name],
        about: this.words().about[name] ?? '',
        note: this.told().fields[`${name}Note`]?.text ?? '',
        columns: columns.map((column) => ({
          column,
          heading: reportHeading(this.language.current(), this.data().currency, name, column),
          number: isNumber(name, column),
          short: isShort(name, column),
        })),
        rows: (isLong && !open ? rows.slice(0, first) : rows).map((row) =>
          columns.map((column) => row[column]?.text ?? ''),
        ),
        count: rows.length,
        more: isLong,
        span,
        totalWord: totalWord(this.words(), name, this.told().fields[`${name}Count`]?.text ?? ''),
        /** What stands behind the word of the total. */
        totals: hasTotal(name)
          ? columns.slice(span).map((column) => ({
              text: this.told().fields[footField(name, column) ?? '']?.text ?? '',
              heading: reportHeading(this.language.current(), this.data().currency, name, column),
              number: isNumber(name, column),
            }))
          : null,
      };
    }),
  );

  protected toggle(table: ReportTable): void {
    this.opened.update((opened) =>
      opened.includes(table) ? opened.filter((each) => each !== table) : [...opened, table],
    );
  }

  protected show(table: ReportTable): void {
    const heading = document.getElementById(`table-${table}`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }
}

const isNumber = (table: ReportTable, column: ReportColumn): boolean =>
  column !== 'number' && numeric.includes((reportTables[table] as Record<string, string>)[column] ?? '');

/** What is torn apart by a new line. */
const isShort = (table: ReportTable, column: ReportColumn): boolean =>
  column === 'code' ||
  column === 'number' ||
  column === 'light' ||
  (reportTables[table] as Record<string, string>)[column] === 'date';
