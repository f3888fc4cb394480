import { Component, computed, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { Funnel, ReferenceItem } from '@torch/contracts';
import { type FunnelStep, funnelSteps, type FunnelView, funnelViews } from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { Chart, type PickedPart } from '../chart/chart';
import type { ChartColours } from '../chart/chart-colours';
import { ChartFiles } from '../chart/chart-files';
import { isNarrow } from '../chart/narrow';
import { addressBar, csvText, ReadState, Times } from '../kit';
import { read } from '../platform/api';
import { Reference } from '../platform/reference';
import { toDay } from '../platform/zoned';
import { chartHeads } from './chart-heads';
import { addressState } from './address-state';
import { AsOf } from './as-of';
import { Figure } from './figure';
import { asQuery, type FunnelAddress, periodCalled, questionOf } from './funnel-address';
import { FunnelControls } from './funnel-controls';
import { FunnelFilters } from './funnel-filters';
import { FunnelNames } from './funnel-names';
import { FunnelTabs } from './funnel-tabs';
import { funnelWords } from './funnel-words';
import { answered } from './kept';
import { originChart, originHeight } from './origin-chart';
import { originMap } from './origin-layout';
import { percentText } from './percent';

/** Where the leads of a step come from, region by region; every number opens them. */
@Component({
  selector: 'crm-origin-page',
  imports: [AsOf, Chart, ChartFiles, Figure, FunnelControls, FunnelFilters, FunnelTabs, PageHeader, ReadState],
  templateUrl: './origin-page.html',
  styleUrls: ['./figures.css', './fields.css', './funnel-page.css'],
  host: { class: 'page' },
})
export class OriginPage {
  private readonly router = inject(Router);
  private readonly times = inject(Times);
  private readonly reference = inject(Reference);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly narrow = addressBar();
  protected readonly steps = funnelSteps;
  protected readonly isNarrow = isNarrow();
  protected readonly chart = viewChild(Chart);

  protected readonly address = addressState();
  protected readonly view = computed(
    (): FunnelView => funnelViews.find((view) => view === this.address().view) ?? 'cohort',
  );
  protected readonly step = computed(
    (): FunnelStep => funnelSteps.find((step) => step === this.address().step) ?? funnelSteps[0],
  );
  protected readonly answer = read<Funnel>(
    () => `/funnel?${asQuery({ ...questionOf(this.address()), groupBy: 'region' })}`,
  );
  private readonly shown = answered(this.answer, this.address);
  protected readonly funnel = computed(() => this.shown()?.value);
  protected readonly today = computed(() => {
    const funnel = this.funnel();
    return funnel ? toDay(new Date(funnel.countedAt), funnel.timeZone) : this.times.today();
  });
  protected readonly period = computed(() => {
    const { from, to = this.today() } = this.address();
    return { from: from ?? `${to.slice(0, 4)}-01-01`, to };
  });
  protected readonly periodText = computed(() => {
    const funnel = this.funnel();
    return funnel ? this.names.period(funnel.view, funnel.from, funnel.to) : '';
  });
  /** What is opened from here stays what was seen, and leads back here. */
  protected readonly asked = computed((): FunnelAddress => {
    const [funnel, address] = [this.funnel(), this.shown()?.question ?? this.address()];
    if (!funnel) return questionOf(address);
    const { view, from, to, asOf } = funnel;
    const question = questionOf({ ...address, view, from, to, asOf });
    return { ...question, ...periodCalled(address), groupBy: 'region', tab: 'origin' };
  });

  private readonly counts = computed(() => {
    const step = this.step();
    return new Map(
      (this.funnel()?.groups ?? []).map(({ key, steps }) => [
        key ?? '',
        steps.find((figures) => figures.step === step)?.count ?? 0,
      ]),
    );
  });
  /** The zone's regions, those overseas first; one that is retired stays where leads still come from it. */
  private readonly regions = computed(() => {
    const listed = this.reference
      .all('regions')
      .filter(({ code, retired }) => !retired || (this.counts().get(code) ?? 0) > 0)
      .map((item) => ({ code: item.code, name: this.reference.label(item), overseas: isOverseas(item) }));
    const known = new Set(listed.map(({ code }) => code));
    const others = [...this.counts().keys()].filter((code) => !known.has(code));
    return [
      ...listed.filter(({ overseas }) => overseas),
      ...listed.filter(({ overseas }) => !overseas),
      ...others.map((code) => ({ code, name: this.names.group('region', code, null), overseas: false })),
    ];
  });
  protected readonly total = computed(() => this.funnel()?.steps.find(({ step }) => step === this.step())?.count ?? 0);
  protected readonly rows = computed(() =>
    this.regions().map((region) => {
      const count = this.counts().get(region.code) ?? 0;
      return { ...region, count, share: percentText(count, this.total()) };
    }),
  );
  private readonly map = computed(() => {
    const codes = (overseas: boolean) =>
      this.rows().flatMap((region) => (region.overseas === overseas ? [region.code] : []));
    return originMap(codes(true), codes(false), this.isNarrow() ? 3 : 5);
  });
  protected readonly height = computed(() => originHeight(this.map()));
  protected readonly drawing = computed(() => {
    const [map, rows, zone] = [this.map(), this.rows(), this.t().origin.zone];
    const facts = (code: string | null) => {
      const row = rows.find((each) => each.code === code);
      return row ? { name: row.name, count: row.count } : { name: zone, count: null };
    };
    return (colours: ChartColours) => originChart(map, facts, colours);
  });
  protected readonly says = computed(() => {
    const regions = this.rows().map(({ name, count }) => `${name} ${count}`);
    const heading = `${this.t().views[this.view()]} · ${this.names.step(this.step())}`;
    return this.t().chartSays(heading, this.periodText(), regions.join(this.t().listComma));
  });
  private readonly heads = chartHeads(this.asked);
  protected readonly head = computed(() => {
    const funnel = this.funnel();
    const title = `${this.t().views[this.view()]} · ${this.t().origin.chart(this.names.step(this.step()))}`;
    return funnel && this.heads(title, this.periodText(), funnel);
  });
  protected readonly fileName = computed(() => {
    const funnel = this.funnel();
    return funnel ? this.t().file(this.t().tabs.origin, this.names.periodCode(funnel)) : '';
  });

  protected readonly table = (): string => {
    const { dimension, origin, cell } = this.t();
    return csvText([
      [dimension.region, origin.where, `${cell.count} · ${this.names.step(this.step())}`, origin.share],
      ...this.rows().map(({ name, overseas, count, share }) => [name, this.where(overseas), count, share]),
    ]);
  };

  protected where = (overseas: boolean): string => (overseas ? this.t().origin.overseas : this.t().origin.domestic);

  protected open({ dataIndex }: PickedPart): void {
    const code = this.map().tiles[dataIndex]?.code;
    if (code === undefined || code === null || !this.counts().get(code)) return;
    const queryParams = { ...this.asked(), step: this.step(), part: 'reached', group: code };
    void this.router.navigate(['/funnel/records'], { queryParams });
  }
}

const isOverseas = (item: ReferenceItem): boolean => 'overseas' in item && item.overseas === true;
