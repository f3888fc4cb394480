import { Component, computed, input } from '@angular/core';
import type { FunnelPart, FunnelStep } from '@torch/domain';
import { CountLink } from './count-link';
import type { FunnelAddress } from './funnel-address';

/** One number of a funnel; it opens the list of the leads that it counts. */
@Component({
  selector: 'crm-figure',
  imports: [CountLink],
  template: `<crm-count-link
    path="/funnel/records"
    [query]="target()"
    [count]="count()"
    [text]="text()"
    [exact]="exact()"
    [about]="about()"
  />`,
})
export class Figure {
  /** The question that was answered, with its days. */
  readonly question = input.required<FunnelAddress>();
  readonly step = input.required<FunnelStep>();
  readonly part = input<FunnelPart>('reached');
  /** How many leads there are to list. */
  readonly count = input.required<number>();
  /** What is shown instead of the count. */
  readonly text = input<string>();
  /** What is shown, to the cent. */
  readonly exact = input<string>();
  /** Of one group; empty for the leads without a value. */
  readonly group = input<string>();
  readonly reason = input<string>();
  /** What it counts, where no heading says so. */
  readonly about = input<string>();

  protected readonly target = computed(() => {
    const [group, reason] = [this.group(), this.reason()];
    return {
      ...this.question(),
      step: this.step(),
      part: this.part(),
      ...(group !== undefined && { group }),
      ...(reason !== undefined && { reason }),
    };
  });
}
