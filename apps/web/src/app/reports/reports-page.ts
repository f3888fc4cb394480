import { Component, computed, inject, input, signal } from '@angular/core';
import { type Locale, type ReportData, type ReportKinds, reportPeriodText, reportWords } from '@torch/contracts';
import { type ReportFormat, reportFormats, type ReportKind, reportKinds, reportPeriod } from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { addressBar, download, Notices, ReadState } from '../kit';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { ReportClient } from './report-client';
import { ReportPreview } from './report-preview';
import { reportPageWords } from './report-words';
import { SchedulesPart } from './schedules-part';

/** Makes reports: what is chosen stands in the address bar, and one click downloads it. */
@Component({
  selector: 'crm-reports-page',
  imports: [PageHeader, ReadState, ReportPreview, SchedulesPart],
  templateUrl: './reports-page.html',
  styles: `
    .choices {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
      gap: 12px;
    }
    .choices label {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
    .preview {
      margin-top: 20px;
    }
    .busy {
      opacity: 0.6;
    }
  `,
  host: { class: 'page' },
})
export class ReportsPage {
  private readonly client = inject(ReportClient);
  private readonly notices = inject(Notices);
  private readonly language = inject(Language);
  private readonly session = inject(Session);
  protected readonly t = reportPageWords();
  protected readonly narrow = addressBar();

  readonly kind = input<string>();
  readonly period = input<string>();
  readonly locale = input<string>();

  protected readonly chosen = computed((): ReportKind => reportKinds.find((each) => each === this.kind()) ?? 'weekly');
  protected readonly named = computed(() =>
    reportPeriod(this.chosen(), this.period() ?? '') ? this.period() : undefined,
  );
  protected readonly written = computed((): Locale =>
    this.locale() === 'en' || this.locale() === 'zh-CN' ? (this.locale() as Locale) : this.language.current(),
  );
  protected readonly locales: readonly Locale[] = ['zh-CN', 'en'];
  protected readonly formats = reportFormats;
  protected readonly words = computed(() => reportWords[this.language.current()]);

  private readonly kindList = read<ReportKinds>(() => '/reports/kinds');
  protected readonly kinds = computed(() => reportKinds.map((kind) => ({ kind, name: this.words().kind[kind] })));
  protected readonly periods = computed(() => {
    const all = this.kindList.hasValue() ? this.kindList.value().items : [];
    const names = all.find(({ kind }) => kind === this.chosen())?.periods ?? [];
    const chosen = this.named();
    return [...(chosen && !names.includes(chosen) ? [chosen] : []), ...names].flatMap((name) => {
      const period = reportPeriod(this.chosen(), name);
      return period ? [{ name, text: reportPeriodText(this.words(), period) }] : [];
    });
  });
  protected readonly answer = read<ReportData>(() => {
    const period = this.named();
    return `/reports/${this.chosen()}${period ? `?period=${period}` : ''}`;
  });
  protected readonly making = signal<ReportFormat | null>(null);
  protected readonly maySchedule = computed(() => this.session.can('reportSchedule.edit'));

  protected choose(kind: string): void {
    // A week is no month.
    this.narrow({ kind, period: reportPeriod(kind as ReportKind, this.named() ?? '') ? (this.named() ?? null) : null });
  }

  protected async make(format: ReportFormat): Promise<void> {
    const data = this.answer.hasValue() ? this.answer.value() : undefined;
    if (!data || this.making()) return;
    const { kind, period } = data;
    this.making.set(format);
    try {
      const file = await this.client.make({ kind, period: period.name, locale: this.written(), format });
      const name = `${reportWords[this.written()].kind[kind]} ${period.name}.${format}`;
      download(name, file);
      this.notices.done(this.t().made(name));
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.making.set(null);
    }
  }
}
