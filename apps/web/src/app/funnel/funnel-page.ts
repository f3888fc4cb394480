import { Component, computed, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { Funnel } from '@torch/contracts';
import {
  type FunnelDimension,
  funnelDimensions,
  funnelParts,
  type FunnelView,
  funnelViews,
  stageOfStep,
} from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { Chart, type PickedPart } from '../chart/chart';
import type { ChartColours } from '../chart/chart-colours';
import { ChartFiles } from '../chart/chart-files';
import { addressBar, ReadState, Times } from '../kit';
import { read } from '../platform/api';
import { toDay } from '../platform/zoned';
import { addressState } from './address-state';
import { AsOf } from './as-of';
import { asQuery, type FunnelAddress, periodCalled, questionOf } from './funnel-address';
import { chartHeads } from './chart-heads';
import { barText, chartParts, funnelChart } from './funnel-chart';
import { FunnelBeside } from './funnel-beside';
import { FunnelCompare } from './funnel-compare';
import { FunnelControls } from './funnel-controls';
import { funnelCsv } from './funnel-csv';
import { FunnelFilters } from './funnel-filters';
import { FunnelGroups } from './funnel-groups';
import { FunnelHeat } from './funnel-heat';
import { FunnelNames } from './funnel-names';
import { FunnelTable } from './funnel-table';
import { FunnelTabs } from './funnel-tabs';
import { funnelWords } from './funnel-words';
import { answered } from './kept';
import { comparedPeriod, comparisonOf } from './period';
import { barsHeight } from './stacked-bars';

/** The conversion funnel: one question, which stands in the address bar, answered as a chart and as tables. */
@Component({
  selector: 'crm-funnel-page',
  imports: [
    AsOf,
    Chart,
    ChartFiles,
    FunnelBeside,
    FunnelCompare,
    FunnelControls,
    FunnelFilters,
    FunnelGroups,
    FunnelHeat,
    FunnelTable,
    FunnelTabs,
    PageHeader,
    ReadState,
  ],
  templateUrl: './funnel-page.html',
  styleUrl: './funnel-page.css',
  host: { class: 'page' },
})
export class FunnelPage {
  private readonly router = inject(Router);
  private readonly times = inject(Times);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly narrow = addressBar();

  protected readonly address = addressState();
  protected readonly view = computed(
    (): FunnelView => funnelViews.find((view) => view === this.address().view) ?? 'cohort',
  );
  protected readonly answer = read<Funnel>(() => `/funnel?${asQuery(questionOf(this.address()))}`);
  private readonly shown = answered(this.answer, this.address);
  protected readonly funnel = computed(() => this.shown()?.value);
  /** Whether what is on screen is not yet what was asked. */
  protected readonly busy = computed(() => this.answer.isLoading() || this.otherAnswer.isLoading());

  /** Today where the figures are counted; until they have come, where the reader is. */
  protected readonly today = computed(() => {
    const funnel = this.funnel();
    return funnel ? toDay(new Date(funnel.countedAt), funnel.timeZone) : this.times.today();
  });
  protected readonly period = computed(() => {
    const { from, to = this.today() } = this.address();
    return { from: from ?? `${to.slice(0, 4)}-01-01`, to };
  });
  protected readonly isPinned = computed(() => {
    const { asOf } = this.address();
    return this.view() !== 'snapshot' && asOf !== undefined && asOf < this.today();
  });

  /** The question with the days that the answer is of: what is opened from it stays what was seen. */
  protected readonly asked = computed(() => this.askedOf(this.funnel(), this.shown()?.question ?? this.address()));
  /** By what it is broken down. */
  protected readonly dimension = computed((): FunnelDimension | undefined =>
    funnelDimensions.find((each) => each === this.asked().groupBy),
  );

  private readonly comparison = computed(() => comparisonOf(this.address().compare));
  private readonly otherDays = computed(() => {
    const [funnel, comparison] = [this.funnel(), this.comparison()];
    if (!funnel || !comparison) return null;
    const { view, from, to, asOf } = funnel;
    // A day has no length: what was a month, or a year, before it is compared.
    return comparedPeriod({ from: view === 'snapshot' ? `${to.slice(0, 8)}01` : from, to }, asOf, comparison);
  });
  private readonly otherQuestion = computed((): FunnelAddress | null => {
    const days = this.otherDays();
    return days && questionOf({ ...this.asked(), ...days });
  });
  private readonly otherAnswer = read<Funnel>(() => {
    const question = this.otherQuestion();
    return question ? `/funnel?${asQuery(question)}` : undefined;
  });
  private readonly otherShown = answered(this.otherAnswer, this.otherQuestion);
  protected readonly other = computed(() => (this.otherQuestion() ? this.otherShown()?.value : undefined));
  protected readonly otherAsked = computed(() => this.askedOf(this.other(), this.otherShown()?.question ?? {}));
  protected readonly otherFailed = computed(() =>
    this.otherQuestion() && this.otherAnswer.error() ? this.otherAnswer : null,
  );
  protected readonly nothingBefore = computed(
    () => this.comparison() !== null && this.funnel() !== undefined && this.otherDays() === null,
  );

  protected readonly isEmpty = computed(
    () => !this.funnel()?.steps.some(({ count, onHold, lost }) => count + onHold + lost > 0),
  );
  protected readonly periodText = computed(() => this.spell(this.funnel()));
  protected readonly otherText = computed(() => {
    const other = this.other();
    return other ? `${this.spell(other)} · ${this.t().asOf(this.names.day(other.asOf))}` : '';
  });
  protected readonly norms = computed(() =>
    (this.funnel()?.steps ?? [])
      .flatMap(({ step }) => {
        const days = this.funnel()?.norms[step];
        return days === undefined || !stageOfStep(step) ? [] : [`${this.names.step(step)} ${this.t().days(days)}`];
      })
      .join(' · '),
  );
  protected readonly currency = computed(() => this.funnel()?.steps[0]?.amount.currency ?? '');

  protected readonly chart = viewChild(Chart);
  private readonly parts = computed(() => {
    const funnel = this.funnel();
    if (!funnel) return [];
    const { beyond, openPart, latePart, column } = this.t();
    return chartParts(funnel.view, funnel.steps, this.asked().within !== undefined, {
      beyond,
      open: funnel.view === 'snapshot' ? column.stands : openPart,
      late: latePart,
      onHold: column.onHold,
      lost: column.lost,
      movedBack: column.movedBack,
    });
  });
  protected readonly drawing = computed(() => {
    const [steps, parts] = [this.funnel()?.steps ?? [], this.parts()];
    return (colours: ChartColours) => funnelChart(steps, (step) => this.names.step(step), parts, colours);
  });
  protected readonly chartHeight = computed(() => barsHeight(this.funnel()?.steps.length ?? 0));
  protected readonly chartSays = computed(() => {
    const funnel = this.funnel();
    if (!funnel) return '';
    const steps = funnel.steps.map((each) => `${this.names.step(each.step)} ${barText(each)}`);
    return this.t().chartSays(this.t().views[funnel.view], this.periodText(), steps.join(this.t().listComma));
  });

  protected open({ dataIndex, seriesId }: PickedPart): void {
    const [step, part] = [this.funnel()?.steps[dataIndex]?.step, funnelParts.find((each) => each === seriesId)];
    if (step && part) void this.router.navigate(['/funnel/records'], { queryParams: { ...this.asked(), step, part } });
  }

  protected readonly table = (): string => {
    const funnel = this.funnel();
    if (!funnel) return '';
    const dimension = this.dimension();
    return funnelCsv(funnel, this.other() ?? null, this.t(), {
      step: (step) => this.names.step(step),
      reason: (code) => this.names.reason(code),
      group: (key, name) => (dimension ? this.names.group(dimension, key, name) : (key ?? '')),
    });
  };

  private readonly heads = chartHeads(this.asked);
  protected readonly head = computed(() => {
    const funnel = this.funnel();
    return funnel && this.heads(this.t().views[funnel.view], this.periodText(), funnel);
  });
  protected readonly fileName = computed(() => {
    const funnel = this.funnel();
    return funnel ? this.t().file(this.t().views[funnel.view], this.names.periodCode(funnel)) : '';
  });

  private spell = (funnel: Funnel | undefined): string =>
    funnel ? this.names.period(funnel.view, funnel.from, funnel.to) : '';

  private askedOf(funnel: Funnel | undefined, address: FunnelAddress): FunnelAddress {
    if (!funnel) return address;
    const { view, from, to, asOf } = funnel;
    const { compare, left, right } = this.address();
    return {
      ...questionOf({ ...address, view, from, to, asOf }),
      ...periodCalled(address),
      ...(compare && { compare }),
      ...(left && { left }),
      ...(right && { right }),
    };
  }
}
