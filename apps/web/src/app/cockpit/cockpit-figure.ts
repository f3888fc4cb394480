import { Component, input } from '@angular/core';
import type { CockpitRecordsQuery } from '@torch/contracts';
import { CountLink } from '../funnel/count-link';

/** Which records a number counts, as the address of their list says it. */
export type CockpitList = Partial<Omit<CockpitRecordsQuery, 'limit' | 'cursor'>> & Pick<CockpitRecordsQuery, 'part'>;

/** One number of the cockpit; it opens the list of what it counts. */
@Component({
  selector: 'crm-cockpit-figure',
  imports: [CountLink],
  template: `<crm-count-link path="/cockpit/records" [query]="list()" [count]="count()" [about]="about()" />`,
})
export class CockpitFigure {
  readonly count = input.required<number>();
  readonly list = input.required<CockpitList>();
  /** What it counts, where no heading says so. */
  readonly about = input<string>();
}
