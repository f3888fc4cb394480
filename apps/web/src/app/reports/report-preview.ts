import { Component, computed, inject, input, signal } from '@angular/core';
import { footField, type ReportData, reportHeading, reportPeriodText, reportWords, tellReport } from '@torch/contracts';
import {
  isSummed,
  type ReportColumn,
  type ReportFigure,
  type ReportTable,
  reportTables,
  shownColumns,
} from '@torch/domain';
import { Language } from '../platform/language';
import { reportPageWords } from './report-words';

/** Rows of a table until one asks for all. */
const first = 5;
const numeric = ['count', 'change', 'percent', 'decimal', 'money'];

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
    this.data()
      .sections.flatMap((table) => figuresOf(table).map((name) => ({ name, table })))
      .map(({ name, table }) => ({
        name: this.words().figure[name],
        value: this.told().fields[`${name}Count`]?.text ?? '',
        table,
      })),
  );

  protected readonly tables = computed(() =>
    this.data().sections.map((name) => {
      const columns = shownColumns(name, 'page');
      const rows = this.told().tables[name];
      const open = this.opened().includes(name);
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
        rows: (open ? rows : rows.slice(0, name === 'funnel' ? rows.length : first)).map((row) =>
          columns.map((column) => row[column]?.text ?? ''),
        ),
        count: rows.length,
        more: name !== 'funnel' && rows.length > first,
        total: isSummed(name)
          ? columns.map((column, index) => {
              if (index === 0) return this.words().total;
              return this.told().fields[footField(name, column) ?? '']?.text ?? '';
            })
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

/** The figures that a table stands behind. */
function figuresOf(table: ReportTable): readonly ReportFigure[] {
  switch (table) {
    case 'funnel':
      return [];
    // Of which new and changed ones alone are listed, the sum by industry stands behind all.
    case 'industries':
      return ['projectsAll', 'projectsNew'];
    case 'lights':
      return ['red', 'yellow'];
    default:
      return [table];
  }
}
