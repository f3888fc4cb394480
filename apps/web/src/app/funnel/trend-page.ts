import { Component, computed, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { FunnelTrend } from '@torch/contracts';
import { type FunnelStep, funnelSteps, type TrendUnit, trendUnits } from '@torch/domain';
import { Chart, type PickedPart } from '../chart/chart';
import type { ChartColours } from '../chart/chart-colours';
import { ChartFiles } from '../chart/chart-files';
import { addressBar, csvText, Times } from '../kit';
import { chartHeads } from './chart-heads';
import { Figure } from './figure';
import type { FunnelAddress } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { movement } from './movement';
import { MovementFrame } from './movement-frame';
import { trendChart } from './trend-chart';

type Point = FunnelTrend['points'][number];
/** Drawn where nothing else is chosen. */
const usual: readonly FunnelStep[] = ['created', 'converted', 'signed', 'production'];

/** How many leads first reached each step, month by month or week by week; every number opens the leads that did. */
@Component({
  selector: 'crm-trend-page',
  imports: [Chart, ChartFiles, Figure, MovementFrame],
  templateUrl: './trend-page.html',
  styleUrls: ['./figures.css', './fields.css', './trend-page.css'],
})
export class TrendPage {
  private readonly router = inject(Router);
  private readonly times = inject(Times);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly narrow = addressBar();
  protected readonly steps = funnelSteps;
  protected readonly units = trendUnits;
  protected readonly page = movement<FunnelTrend>('/funnel/trend', ({ unit }) => (unit ? { unit } : {}));
  protected readonly chart = viewChild(Chart);

  protected readonly unit = computed(
    (): TrendUnit => trendUnits.find((unit) => unit === this.page.address().unit) ?? 'month',
  );
  protected readonly chosen = computed(() => {
    const steps = this.page.address().steps?.split(',') ?? [];
    return steps.length > 0 ? funnelSteps.filter((step) => steps.includes(step)) : usual;
  });
  protected readonly points = computed(() =>
    (this.page.shown()?.points ?? []).map((point) => ({ ...point, name: this.nameOf(point) })),
  );
  protected readonly isEmpty = computed(
    () => !this.points().some(({ counts }) => funnelSteps.some((step) => counts[step] > 0)),
  );
  private readonly lines = computed(() =>
    this.chosen().map((step) => ({
      id: step,
      name: this.names.step(step),
      values: this.points().map(({ counts }) => counts[step]),
    })),
  );
  protected readonly drawing = computed(() => {
    const [points, lines] = [this.points().map(({ name }) => name), this.lines()];
    return (colours: ChartColours) => trendChart(points, lines, colours);
  });
  protected readonly says = computed(() => {
    const lines = this.lines().map(({ name, values }) => `${name} ${values.join(' ')}`);
    return this.t().chartSays(this.t().tabs.trend, this.page.periodText(), lines.join(this.t().listComma));
  });
  private readonly heads = chartHeads(this.page.asked);
  protected readonly head = computed(() => {
    const shown = this.page.shown();
    return shown && this.heads(this.t().trend.chart, this.page.periodText(), shown);
  });
  protected readonly fileName = computed(() => {
    const { from, to } = this.page.period();
    return this.t().file(this.t().tabs.trend, `${from}_${to}`);
  });

  protected readonly table = (): string =>
    csvText([
      [
        this.t().trend.unit[this.unit()],
        this.t().from,
        this.t().to,
        ...funnelSteps.map((step) => this.names.step(step)),
      ],
      ...this.points().map(({ name, from, to, counts }) => [
        name,
        from,
        to,
        ...funnelSteps.map((step) => counts[step]),
      ]),
    ]);

  /** The funnel of what was entered in these days, and the way back from it. */
  protected asked({ from, to }: Point): FunnelAddress {
    const asked = this.page.asked();
    const { unit, steps } = this.page.address();
    const drawn = { ...(unit && { unit }), ...(steps && { steps }) };
    return { ...asked, ...drawn, view: 'entered', from, to, tab: 'trend', over: `${asked.from}_${asked.to}` };
  }

  protected toggle(step: FunnelStep, on: boolean): void {
    const steps = funnelSteps.filter((each) => (each === step ? on : this.chosen().includes(each)));
    this.narrow({ steps: steps.length > 0 && steps.join() !== usual.join() ? steps.join() : null });
  }

  protected open({ dataIndex, seriesId }: PickedPart): void {
    const [point, step] = [this.points()[dataIndex], funnelSteps.find((each) => each === seriesId)];
    if (point && step)
      void this.router.navigate(['/funnel/records'], { queryParams: { ...this.asked(point), step, part: 'reached' } });
  }

  private nameOf({ from, to }: Point): string {
    if (this.unit() === 'month') return this.times.dayText(from, { year: 'numeric', month: 'short' });
    const text = (day: string) => this.times.dayText(day, { year: '2-digit', month: 'numeric', day: 'numeric' });
    return from === to ? text(from) : `${text(from)}–${text(to)}`;
  }
}
