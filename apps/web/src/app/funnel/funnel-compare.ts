import { Component, computed, inject, input } from '@angular/core';
import type { Funnel } from '@torch/contracts';
import { type FunnelStep, funnelSteps } from '@torch/domain';
import { Conversion } from './conversion';
import { Figure } from './figure';
import type { FunnelAddress } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { dash, percentOf } from './percent';

const signed = (value: number, text: string) => (value > 0 ? `+${text}` : text);

/** Two periods of the same question, or two of its groups, figure beside figure. */
@Component({
  selector: 'crm-funnel-compare',
  imports: [Conversion, Figure],
  templateUrl: './funnel-compare.html',
  styleUrls: ['./figures.css', './funnel-compare.css'],
})
export class FunnelCompare {
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly dash = dash;
  protected readonly start: FunnelStep = funnelSteps[0];

  readonly now = input.required<Pick<Funnel, 'view' | 'steps'>>();
  readonly before = input.required<Pick<Funnel, 'steps'>>();
  /** The two questions, with their days. */
  readonly nowAsked = input.required<FunnelAddress>();
  readonly beforeAsked = input.required<FunnelAddress>();
  /** What they are called, where they are not this period and the one before. */
  readonly nowName = input<string>();
  readonly beforeName = input<string>();

  protected readonly isCohort = computed(() => this.now().view === 'cohort');
  protected readonly isSnapshot = computed(() => this.now().view === 'snapshot');
  protected readonly rows = computed(() => {
    const { steps } = this.before();
    return this.now().steps.flatMap((now, index) => {
      const before = steps[index];
      if (!before) return [];
      const percents = [now, before].map(({ fromPrevious, fromPreviousOf }) => percentOf(fromPrevious, fromPreviousOf));
      return [{ now, before, previous: funnelSteps[Math.max(0, index - 1)] ?? this.start, points: points(percents) }];
    });
  });
  protected readonly heads = computed(() => {
    const { now, before, column, beside } = this.t();
    const [first, second] = [this.nowName(), this.beforeName()];
    return { now: first ?? now, before: second ?? before, change: first ? beside.difference : column.change };
  });

  protected change(now: number, before: number): string {
    return signed(now - before, this.names.count(now - before));
  }

  protected inPoints = (value: number): string => this.t().column.points(signed(value, String(value)));
}

/** By how many points of percent one is more than the other. */
function points([now, before]: (number | null)[]): number | null {
  if (now === null || now === undefined || before === null || before === undefined) return null;
  return Math.round((now - before) * 10) / 10;
}
