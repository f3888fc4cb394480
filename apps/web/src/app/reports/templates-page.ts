import { Component, computed, inject, signal } from '@angular/core';
import {
  columnWord,
  type ReportFieldList,
  type ReportTemplate,
  type ReportTemplateList,
  reportWords,
} from '@torch/contracts';
import type { ReportColumn, ReportField, ReportFigure, ReportTable } from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { download, Notices, ReadState, Times } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { kindOf, problemOf } from '../platform/problem';
import { ReportClient } from './report-client';
import { reportPageWords } from './report-words';

const pathOf = ({ kind, locale, format }: ReportTemplate) => `${kind}/${locale}/${format}`;

/** The forms of reports, which the administrator can replace. */
@Component({
  selector: 'crm-report-templates-page',
  imports: [PageHeader, ReadState],
  templateUrl: './templates-page.html',
  host: { class: 'page' },
})
export class TemplatesPage {
  private readonly api = inject(Api);
  private readonly client = inject(ReportClient);
  private readonly notices = inject(Notices);
  private readonly language = inject(Language);
  protected readonly times = inject(Times);
  protected readonly t = reportPageWords();
  protected readonly words = computed(() => reportWords[this.language.current()]);

  protected readonly list = read<ReportTemplateList>(() => '/report-templates');
  protected readonly known = read<ReportFieldList>(() => '/report-templates/fields');
  protected readonly items = computed(() => (this.list.hasValue() ? this.list.value().items : []));
  /** The place whose file is being sent. */
  protected readonly sending = signal('');
  protected readonly refused = signal<readonly string[]>([]);

  protected readonly singles = computed(() =>
    (this.known.hasValue() ? this.known.value().fields : []).map((name) => ({ name, meaning: this.meaning(name) })),
  );
  protected readonly tables = computed(() =>
    (this.known.hasValue() ? this.known.value().tables : []).map(({ name, columns }) => ({
      name,
      meaning: this.words().table[name as ReportTable],
      columns: columns.map((column) => ({
        name: column,
        meaning: columnWord(this.words(), name as ReportTable, column as ReportColumn),
      })),
    })),
  );

  protected path = pathOf;

  protected async fetch(template: ReportTemplate, original: boolean): Promise<void> {
    const { kind, locale, format } = template;
    try {
      const file = await this.client.template(`${pathOf(template)}/content?original=${original}`);
      download(`${kind}-${locale}.${format}`, file);
    } catch (error) {
      this.notices.failed(error);
    }
  }

  /** Sends the chosen file; what stands against it is listed. */
  protected async take(input: HTMLInputElement, template: ReportTemplate): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const body = new FormData();
    body.append('version', String(template.version));
    body.append('file', file, file.name);
    // The same file may be chosen again once it is mended.
    input.value = '';
    this.refused.set([]);
    this.sending.set(pathOf(template));
    try {
      await this.api.post(`/report-templates/${pathOf(template)}`, body);
      this.notices.done(this.t().templates.done);
    } catch (error) {
      this.object(error);
    } finally {
      this.sending.set('');
      this.list.reload();
    }
  }

  protected async reset(template: ReportTemplate): Promise<void> {
    const { resetAsk, reset, resetDone } = this.t().templates;
    if (!(await this.notices.confirm({ title: resetAsk, yes: reset }))) return;
    try {
      await this.api.post(`/report-templates/${pathOf(template)}/reset`, { version: template.version });
      this.notices.done(resetDone);
    } catch (error) {
      this.object(error);
    }
    this.list.reload();
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    const { flaw, stale } = this.t().templates;
    if (kindOf(problem) === 'stale') return this.refused.set([stale]);
    const lines = (problem?.errors ?? []).map(({ code, message }) => {
      const said = flaw[code];
      if (!said) return message;
      // Where it is about a place in the file, the words end in a colon and the name stands behind.
      return said.endsWith(':') ? `${said} ${message}` : said;
    });
    if (lines.length === 0 && kindOf(problem) === 'too-large') lines.push(flaw['too-large'] ?? '');
    if (lines.length > 0) this.refused.set(lines);
    else this.notices.failed(error);
  }

  /** What a single field stands for: of the report, of a figure, or of a table. */
  private meaning(name: string): string {
    const [words, t] = [this.words(), this.t().templates];
    const own = words.field[name as ReportField] as string | undefined;
    if (own) return own;
    const [, of = '', part = ''] = /^(.+)(Count|Note|Total)$/.exec(name) ?? [];
    if (part === 'Count') return t.countOf(words.figure[of as ReportFigure]);
    return (part === 'Note' ? t.noteOf : t.totalOf)(words.table[of as ReportTable]);
  }
}
