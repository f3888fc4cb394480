import { Component, computed, inject, input } from '@angular/core';
import type { Funnel, FunnelStepFigures } from '@torch/contracts';
import { type FunnelDimension, funnelSteps } from '@torch/domain';
import { Figure } from './figure';
import type { FunnelAddress } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { dash, percentOf } from './percent';

/** How dark the darkest cell is, in percent of the colour: any darker, and the words on it would be hard to read. */
const darkest = 34;

/** Groups by steps: how many leads, and as a tint how large a share; every number opens what it counts. */
@Component({
  selector: 'crm-funnel-groups',
  imports: [Figure],
  templateUrl: './funnel-groups.html',
  styleUrls: ['./figures.css', './funnel-groups.css'],
})
export class FunnelGroups {
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly dash = dash;
  protected readonly steps = funnelSteps;

  readonly funnel = input.required<Funnel>();
  readonly question = input.required<FunnelAddress>();
  readonly dimension = input.required<FunnelDimension>();

  private readonly most = computed(() =>
    Math.max(1, ...this.funnel().groups.flatMap(({ steps }) => steps.map(({ count }) => count))),
  );
  protected readonly rows = computed(() =>
    this.funnel().groups.map(({ key, name, steps }) => ({
      key: key ?? '',
      name: this.names.group(this.dimension(), key, name),
      cells: steps.map((figures, index) => ({
        ...figures,
        ...this.share(figures),
        // Whose numerator is not the count of the cell itself.
        wentOn: this.funnel().view === 'entered' ? funnelSteps[index - 1] : undefined,
      })),
    })),
  );

  private share({ count, fromPrevious, fromPreviousOf, fromStartOf, step }: FunnelStepFigures) {
    const { view } = this.funnel();
    if (view === 'snapshot') return { percent: null, tint: tint((count * 100) / this.most()) };
    const percent =
      view === 'entered'
        ? percentOf(fromPrevious, fromPreviousOf)
        : step === funnelSteps[0]
          ? null
          : percentOf(count, fromStartOf);
    return { percent, tint: tint(count > 0 ? (percent ?? 0) : 0) };
  }
}

/** By the root: shares far down a funnel are small, and their differences would not be seen. */
const tint = (percent: number) =>
  `color-mix(in srgb, var(--info) ${Math.round(Math.sqrt(Math.min(100, percent) / 100) * darkest)}%, var(--surface))`;
