import { Component, computed, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { FunnelFlow } from '@torch/contracts';
import { type FlowSource, flowSources, type FlowTarget, flowTargets } from '@torch/domain';
import { Chart, type PickedPart } from '../chart/chart';
import type { ChartColours } from '../chart/chart-colours';
import { ChartFiles } from '../chart/chart-files';
import { isNarrow } from '../chart/narrow';
import { csvText } from '../kit';
import { chartHeads } from './chart-heads';
import { CountLink } from './count-link';
import { flowChart } from './flow-chart';
import { flowSource, flowTarget } from './flow-names';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { movement } from './movement';
import { MovementFrame } from './movement-frame';

/** How leads moved between the steps in a period, and beside the road and back; every number opens the leads that did. */
@Component({
  selector: 'crm-flow-page',
  imports: [Chart, ChartFiles, CountLink, MovementFrame],
  templateUrl: './flow-page.html',
  styleUrls: ['./figures.css', './flow-page.css'],
})
export class FlowPage {
  private readonly router = inject(Router);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly isNarrow = isNarrow();
  protected readonly page = movement<FunnelFlow>('/funnel/flow');
  protected readonly chart = viewChild(Chart);

  protected readonly links = computed(() => this.page.shown()?.links ?? []);
  protected readonly rows = computed(() =>
    flowSources.flatMap((source) => {
      const links = this.links().filter(({ from }) => from === source);
      return links.length > 0 ? [{ source, name: this.source(source), links }] : [];
    }),
  );
  protected readonly drawing = computed(() => {
    const [links, narrow] = [this.links(), this.isNarrow()];
    const names = { source: (each: FlowSource) => this.source(each), target: (each: FlowTarget) => this.target(each) };
    return (colours: ChartColours) => flowChart(links, names, colours, narrow);
  });
  protected readonly says = computed(() => {
    const moves = this.links().map(({ from, to, count }) => `${this.source(from)} → ${this.target(to)} ${count}`);
    return this.t().chartSays(this.t().tabs.flow, this.page.periodText(), moves.join(this.t().listComma));
  });
  private readonly heads = chartHeads(this.page.asked);
  protected readonly head = computed(() => {
    const shown = this.page.shown();
    return shown && this.heads(this.t().flow.chart, this.page.periodText(), shown);
  });
  protected readonly fileName = computed(() => {
    const { from, to } = this.page.period();
    return this.t().file(this.t().tabs.flow, `${from}_${to}`);
  });

  protected readonly table = (): string =>
    csvText([
      [this.t().flow.from, this.t().flow.to, this.t().cell.count],
      ...this.links().map(({ from, to, count }) => [this.source(from), this.target(to), count]),
    ]);

  protected query = (source: FlowSource, target: FlowTarget) => ({ ...this.page.asked(), source, target });

  protected source = (source: FlowSource): string => flowSource(source, this.t(), this.names);
  protected target = (target: FlowTarget): string => flowTarget(target, this.t(), this.names);

  protected open({ dataType, data }: PickedPart): void {
    if (dataType !== 'edge') return;
    const link = data as { source: string; target: string };
    const source = flowSources.find((each) => each === link.source.replace('from ', ''));
    const target = flowTargets.find((each) => each === link.target);
    if (source && target)
      void this.router.navigate(['/funnel/flow/records'], { queryParams: this.query(source, target) });
  }
}
