import { Component, inject, input } from '@angular/core';
import { ConcealedNote } from '../deals/concealed-note';
import { FunnelNames } from './funnel-names';

/** Which days figures are of, up to which day they look, and when and by which clock they were counted. */
@Component({
  selector: 'crm-as-of',
  imports: [ConcealedNote],
  template: `
    <strong>{{ period() }}</strong>
    <span class="soft" role="status">{{ names.asOf(of()) }}</span>
    <ng-content />
    <crm-concealed-note />
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
    }
    /* A sentence of its own, whichever word it begins with. */
    strong {
      display: inline-block;
    }
    strong::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class AsOf {
  protected readonly names = inject(FunnelNames);

  readonly of = input.required<{ asOf: string; countedAt: string; timeZone: string }>();
  readonly period = input.required<string>();
}
