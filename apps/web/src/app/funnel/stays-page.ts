import { Component, computed, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { FunnelStays } from '@torch/contracts';
import { type FunnelStep, type StayBucket, stayBuckets, type StayKind, stayKinds } from '@torch/domain';
import { Chart, type PickedPart } from '../chart/chart';
import { type ChartColours, patterns } from '../chart/chart-colours';
import { ChartFiles } from '../chart/chart-files';
import { addressBar, csvText } from '../kit';
import { chartHeads } from './chart-heads';
import { CountLink } from './count-link';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { movement } from './movement';
import { MovementFrame } from './movement-frame';
import { dash } from './percent';
import { barsHeight, patterned, stackedBars } from './stacked-bars';

const looks = (colours: ChartColours): Record<StayBucket, object> => ({
  within: { color: colours.good },
  over: patterned(colours['warn-soft'], colours.warn, patterns.lines),
  farOver: patterned(colours['bad-soft'], colours.bad, patterns.checks),
  noNorm: patterned(colours.sunken, colours['ink-soft'], patterns.dots),
});

/** How long leads stand at each step, or stood there, against its norm; every number opens the leads. */
@Component({
  selector: 'crm-stays-page',
  imports: [Chart, ChartFiles, CountLink, MovementFrame],
  templateUrl: './stays-page.html',
  styleUrls: ['./figures.css', './fields.css'],
})
export class StaysPage {
  private readonly router = inject(Router);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly narrow = addressBar();
  protected readonly dash = dash;
  protected readonly kinds = stayKinds;
  protected readonly buckets = stayBuckets;
  protected readonly page = movement<FunnelStays>('/funnel/stays', ({ kind }) => (kind ? { kind } : {}));
  protected readonly chart = viewChild(Chart);

  protected readonly kind = computed(
    (): StayKind => stayKinds.find((kind) => kind === this.page.address().kind) ?? 'standing',
  );
  protected readonly steps = computed(() => this.page.shown()?.steps ?? []);
  protected readonly isEmpty = computed(() => !this.steps().some(({ count }) => count > 0));
  private readonly texts = computed(() =>
    this.steps().map(({ count, medianDays }) =>
      medianDays === null ? '' : `${count} · ${this.t().median(medianDays)}`,
    ),
  );
  protected readonly drawing = computed(() => {
    const [steps, texts, words] = [this.steps(), this.texts(), this.t().stays.bucket];
    const rows = steps.map(({ step }) => this.names.step(step));
    return (colours: ChartColours) =>
      stackedBars(
        rows,
        stayBuckets.map((id) => ({
          id,
          name: words[id],
          values: steps.map(({ buckets }) => buckets[id]),
          look: looks(colours)[id],
        })),
        (row) => texts[row] ?? '',
        colours,
      );
  });
  protected readonly height = computed(() => barsHeight(this.steps().length));
  protected readonly says = computed(() => {
    const texts = this.texts();
    const steps = this.steps().flatMap(({ step }, row) =>
      texts[row] ? [`${this.names.step(step)} ${texts[row]}`] : [],
    );
    return this.t().chartSays(this.t().tabs.stays, this.page.periodText(), steps.join(this.t().listComma));
  });
  private readonly heads = chartHeads(this.page.asked);
  protected readonly head = computed(() => {
    const shown = this.page.shown();
    return shown && this.heads(this.t().stays.kind[this.kind()], this.page.periodText(), shown);
  });
  protected readonly fileName = computed(() => {
    const { from, to } = this.page.period();
    return this.t().file(this.t().stays.kind[this.kind()], `${from}_${to}`);
  });

  protected readonly table = (): string => {
    const { cell, stays } = this.t();
    return csvText([
      [cell.step, stays.norm, cell.count, ...stayBuckets.map((id) => stays.bucket[id]), cell.medianDays, cell.p90Days],
      ...this.steps().map(({ step, norm, count, buckets, medianDays, p90Days }) => [
        this.names.step(step),
        norm,
        count,
        ...stayBuckets.map((id) => buckets[id]),
        medianDays,
        p90Days,
      ]),
    ]);
  };

  protected query = (step: FunnelStep, bucket?: StayBucket) => ({
    ...this.page.asked(),
    kind: this.kind(),
    step,
    ...(bucket && { bucket }),
  });

  protected open({ dataIndex, seriesId }: PickedPart): void {
    const [step, bucket] = [this.steps()[dataIndex]?.step, stayBuckets.find((each) => each === seriesId)];
    if (step && bucket) void this.router.navigate(['/funnel/stays/records'], { queryParams: this.query(step, bucket) });
  }
}
