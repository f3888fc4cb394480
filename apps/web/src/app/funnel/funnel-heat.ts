import { Component, computed, inject, input, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { Funnel, FunnelStepFigures } from '@torch/contracts';
import { type FunnelDimension, funnelSteps } from '@torch/domain';
import { Chart, type PickedPart } from '../chart/chart';
import type { ChartColours } from '../chart/chart-colours';
import { ChartFiles } from '../chart/chart-files';
import { isNarrow } from '../chart/narrow';
import { Language } from '../platform/language';
import { chartHeads } from './chart-heads';
import type { FunnelAddress } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { heatChart, heatHeight, heatLayout, heatShare } from './heat-chart';
import { heatCsv } from './heat-csv';

/** As many rows as are drawn: the latest months, or the largest groups. The table has all. */
const drawn = 24;
/** The room that a step's name needs, in pixels. */
const headWidths = { en: 79, 'zh-CN': 60 } as const;

/** Groups by steps as a heat map; every cell opens the leads that it counts. */
@Component({
  selector: 'crm-funnel-heat',
  imports: [Chart, ChartFiles],
  templateUrl: './funnel-heat.html',
  styleUrl: './funnel-heat.css',
  host: { class: 'card stack tight' },
})
export class FunnelHeat {
  private readonly router = inject(Router);
  private readonly language = inject(Language);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly isNarrow = isNarrow();
  protected readonly layout = heatLayout;
  protected readonly most = drawn;

  readonly funnel = input.required<Funnel>();
  readonly question = input.required<FunnelAddress>();
  readonly dimension = input.required<FunnelDimension>();
  /** The days that were asked for, in words. */
  readonly period = input.required<string>();

  protected readonly chart = viewChild(Chart);
  protected readonly isByMonth = computed(() => this.dimension() === 'month');
  private readonly all = computed(() => {
    const { groups, view } = this.funnel();
    return groups.map(({ key, name, steps }) => ({
      key: key ?? '',
      name: this.names.group(this.dimension(), key, name),
      cells: steps.map((figures, index) => {
        const share = heatShare(view, index, figures);
        return { count: figures.count, percent: share.percent, lines: this.lines(figures, share) };
      }),
    }));
  });
  protected readonly rows = computed(() => {
    const all = this.all();
    if (this.isByMonth() || all.length <= drawn) return all.slice(-drawn);
    // Those without a value come last, and may be more than any other.
    const nameless = all.filter(({ key }) => key === '');
    return [...all.filter(({ key }) => key !== '').slice(0, drawn - nameless.length), ...nameless];
  });
  protected readonly isCut = computed(() => this.all().length > drawn);

  protected readonly nameWidth = computed(() => (this.isByMonth() ? 68 : this.isNarrow() ? 104 : 150));
  private readonly headWidth = computed(() => headWidths[this.language.current()]);
  protected readonly width = computed(() => this.nameWidth() + funnelSteps.length * this.headWidth());
  protected readonly height = computed(() => heatHeight(this.rows().length));
  protected readonly drawing = computed(() => {
    const [rows, byCount] = [this.rows(), this.funnel().view === 'snapshot'];
    const steps = funnelSteps.map((step) => this.names.step(step));
    const widths = {
      nameWidth: this.nameWidth(),
      headWidth: this.headWidth() - 4,
      legendLeft: this.isNarrow() ? 0 : this.nameWidth(),
    };
    return (colours: ChartColours) => heatChart(rows, steps, byCount, widths, colours);
  });

  protected readonly title = computed(() => this.t().heatChart(this.t().dimension[this.dimension()]));
  protected readonly says = computed(() => {
    const rows = this.rows().map(({ name, cells }) => `${name} ${cells.map(({ count }) => count).join(' ')}`);
    return this.t().chartSays(
      `${this.t().views[this.funnel().view]} · ${this.title()}`,
      this.period(),
      rows.join(this.t().listComma),
    );
  });
  private readonly heads = chartHeads(this.question);
  protected readonly head = computed(() =>
    this.heads(`${this.t().views[this.funnel().view]} · ${this.title()}`, this.period(), this.funnel()),
  );
  protected readonly fileName = computed(() =>
    this.t().file(`${this.t().views[this.funnel().view]}-${this.title()}`, this.names.periodCode(this.funnel())),
  );
  protected readonly table = (): string =>
    heatCsv(
      this.funnel(),
      this.all().map(({ name }) => name),
      {
        group: this.t().dimension[this.dimension()],
        count: this.t().cell.count,
        step: (step) => this.names.step(step),
      },
    );

  protected open({ dataIndex }: PickedPart): void {
    const row = this.rows()[Math.floor(dataIndex / funnelSteps.length)];
    const [step, cell] = [funnelSteps[dataIndex % funnelSteps.length], row?.cells[dataIndex % funnelSteps.length]];
    if (!row || !step || !cell?.count) return;
    const queryParams = { ...this.question(), step, part: 'reached', group: row.key };
    void this.router.navigate(['/funnel/records'], { queryParams });
  }

  private lines({ count }: FunnelStepFigures, { part, whole, percent }: ReturnType<typeof heatShare>): string[] {
    const words = this.t();
    const counted = words.leadsOf(this.names.count(count));
    if (percent === null || part === null || whole === null) return [counted];
    const name = this.funnel().view === 'entered' ? words.column.wentOn : words.column.fromStart;
    return [counted, words.shareOf(name, `${percent}%`, this.names.count(part), this.names.count(whole))];
  }
}
