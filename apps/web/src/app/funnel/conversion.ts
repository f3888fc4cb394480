import { Component, computed, input } from '@angular/core';
import type { FunnelStep } from '@torch/domain';
import { Figure } from './figure';
import type { FunnelAddress } from './funnel-address';
import { dash, percentText } from './percent';

/** A conversion with its two sides, both of which open what they count; a dash where there is nothing to divide by. */
@Component({
  selector: 'crm-conversion',
  imports: [Figure],
  template: `
    @if (percent() === dash) {
      <span class="soft">{{ dash }}</span>
    } @else {
      <strong class="number">{{ percent() }}</strong>
      <span class="sides number small">
        @if (exact()) {
          <crm-figure [question]="question()" [step]="step()" [count]="part() ?? 0" />
        } @else {
          <crm-figure [question]="question()" [step]="of()" part="wentOn" [count]="part() ?? 0" />
        }
        /
        <crm-figure [question]="question()" [step]="of()" [count]="whole() ?? 0" />
      </span>
    }
  `,
  styles: `
    :host {
      white-space: nowrap;
    }
    .sides {
      display: block;
    }
  `,
})
export class Conversion {
  protected readonly dash = dash;

  readonly question = input.required<FunnelAddress>();
  readonly step = input.required<FunnelStep>();
  /** The step that is divided by. */
  readonly of = input.required<FunnelStep>();
  readonly part = input.required<number | null>();
  readonly whole = input.required<number | null>();
  /** Whether the numerator is the count of the step: what went on from a period may have arrived after it. */
  readonly exact = input(true);

  protected readonly percent = computed(() => percentText(this.part(), this.whole()));
}
