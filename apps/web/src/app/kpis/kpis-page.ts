import { Component, computed, inject } from '@angular/core';
import type { Kpis } from '@torch/contracts';
import type { KpiCode } from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { ConcealedNote } from '../deals/concealed-note';
import { addressState } from '../funnel/address-state';
import { periodCalled } from '../funnel/funnel-address';
import { FunnelFilters } from '../funnel/funnel-filters';
import { FunnelNames } from '../funnel/funnel-names';
import { funnelWords } from '../funnel/funnel-words';
import { answered } from '../funnel/kept';
import { comparedPeriod, comparisonOf } from '../funnel/period';
import { CompareFields } from '../funnel/compare-fields';
import { PeriodFields } from '../funnel/period-fields';
import { addressBar, ReadState, Times } from '../kit';
import { read } from '../platform/api';
import { toDay } from '../platform/zoned';
import { SavedViews } from '../views/saved-views';
import { KpiLosses } from './kpi-losses';
import { kpiQuestion, queryText } from './kpi-question';
import { KpiTable } from './kpi-table';
import { kpiWords } from './kpi-words';

const sections = {
  signing: ['projectsSigned', 'increasesSigned', 'signedTotalInvestment', 'signedFixedAssets', 'signedForeignCapital'],
  delivery: ['performanceRate', 'registeredRate', 'startRate', 'productionRate', 'fundsInPlaceRate', 'industryFit'],
  speed: ['cycleTime', 'firstResponse', 'inquiryResponse', 'visitToSigning'],
  loss: ['lostLeads'],
} as const satisfies Record<string, readonly KpiCode[]>;
type Section = keyof typeof sections;

/** The indicators of a period, each with its formula and the records behind it. */
@Component({
  selector: 'crm-kpis-page',
  imports: [
    CompareFields,
    ConcealedNote,
    FunnelFilters,
    KpiLosses,
    KpiTable,
    PageHeader,
    PeriodFields,
    ReadState,
    SavedViews,
  ],
  templateUrl: './kpis-page.html',
  styleUrl: './kpis-page.css',
  host: { class: 'page' },
})
export class KpisPage {
  private readonly times = inject(Times);
  protected readonly names = inject(FunnelNames);
  protected readonly pages = ['kpis'] as const;
  protected readonly t = kpiWords();
  protected readonly words = funnelWords();
  protected readonly narrow = addressBar();
  protected readonly sections = Object.keys(sections) as Section[];

  protected readonly address = addressState();
  protected readonly answer = read<Kpis>(() => `/kpis?${queryText(kpiQuestion(this.address()))}`);
  /** What was read last stays on screen while the next is read. */
  private readonly shown = answered(this.answer, this.address);
  protected readonly kpis = computed(() => this.shown()?.value);
  protected readonly today = computed(() => {
    const kpis = this.kpis();
    return kpis ? toDay(new Date(kpis.countedAt), kpis.timeZone) : this.times.today();
  });
  protected readonly period = computed(() => {
    const { from, to = this.today() } = this.address();
    return { from: from ?? `${to.slice(0, 4)}-01-01`, to };
  });
  /** The question with the days that the answer is of: what is opened from it stays what was seen. */
  protected readonly asked = computed((): Record<string, string> => {
    const kpis = this.kpis();
    const address = this.shown()?.question ?? this.address();
    return {
      ...kpiQuestion(address),
      ...periodCalled(address),
      ...(kpis && { from: kpis.from, to: kpis.to, asOf: kpis.asOf }),
    } as Record<string, string>;
  });

  private readonly comparison = computed(() => comparisonOf(this.address().compare));
  private readonly otherDays = computed(() => {
    const [kpis, comparison] = [this.kpis(), this.comparison()];
    return kpis && comparison ? comparedPeriod(kpis, kpis.asOf, comparison) : null;
  });
  private readonly otherQuestion = computed(() => {
    const days = this.otherDays();
    return days && { ...kpiQuestion(this.shown()?.question ?? this.address()), ...days };
  });
  private readonly otherAnswer = read<Kpis>(() => {
    const question = this.otherQuestion();
    return question ? `/kpis?${queryText(question)}` : undefined;
  });
  private readonly otherShown = answered(this.otherAnswer, this.otherQuestion);
  /** The period before, with the question that its figures open by. */
  protected readonly earlier = computed((): { kpis: Kpis; asked: Record<string, string> } | null => {
    const shown = this.otherQuestion() ? this.otherShown() : undefined;
    if (!shown) return null;
    const { value: kpis, question } = shown;
    return { kpis, asked: { ...question, from: kpis.from, to: kpis.to, asOf: kpis.asOf } as Record<string, string> };
  });
  protected readonly earlierFailed = computed(() =>
    this.otherQuestion() && this.otherAnswer.error() ? this.otherAnswer : null,
  );
  protected readonly nothingBefore = computed(
    () => this.comparison() !== null && this.kpis() !== undefined && this.otherDays() === null,
  );
  protected readonly losses = computed(() => this.kpis()?.items.find(({ code }) => code === 'lostLeads'));

  protected figuresOf(section: Section, kpis: Kpis | undefined) {
    const codes: readonly string[] = sections[section];
    return kpis?.items.filter(({ code }) => codes.includes(code)) ?? [];
  }
}
