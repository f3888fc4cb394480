import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FunnelPart, FunnelStep } from '@torch/domain';
import type { FunnelAddress } from './funnel-address';
import { FunnelNames } from './funnel-names';

/** One number of a funnel; it opens the list of the leads that it counts. */
@Component({
  selector: 'crm-figure',
  imports: [RouterLink],
  template: `@if (count() > 0) {
      <a class="number" routerLink="/funnel/records" [queryParams]="target()">{{ shown() }}</a>
    } @else {
      <span class="number soft">{{ shown() }}</span>
    }`,
  styles: `
    :host {
      white-space: nowrap;
    }
    a {
      color: inherit;
      text-decoration: underline dotted var(--line-strong);
      text-underline-offset: 4px;
    }
    a:hover {
      color: var(--accent);
      text-decoration-style: solid;
    }
  `,
})
export class Figure {
  private readonly names = inject(FunnelNames);

  /** The question that was answered, with its days. */
  readonly question = input.required<FunnelAddress>();
  readonly step = input.required<FunnelStep>();
  readonly part = input<FunnelPart>('reached');
  /** How many leads there are to list. */
  readonly count = input.required<number>();
  /** What is shown instead of the count. */
  readonly text = input<string>();
  /** Of one group; empty for the leads without a value. */
  readonly group = input<string>();
  readonly reason = input<string>();

  protected readonly shown = computed(() => this.text() ?? this.names.count(this.count()));
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
