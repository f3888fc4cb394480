import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CockpitRecordsQuery } from '@torch/contracts';
import { FunnelNames } from '../funnel/funnel-names';

/** Which records a number counts, as the address of their list says it. */
export type CockpitList = Partial<Omit<CockpitRecordsQuery, 'limit' | 'cursor'>> & Pick<CockpitRecordsQuery, 'part'>;

/** One number of the cockpit; it opens the list of what it counts. */
@Component({
  selector: 'crm-cockpit-figure',
  imports: [RouterLink],
  template: `@if (count() > 0) {
      <a class="number" routerLink="/cockpit/records" [queryParams]="list()" [attr.aria-label]="label()">{{
        shown()
      }}</a>
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
export class CockpitFigure {
  private readonly names = inject(FunnelNames);

  readonly count = input.required<number>();
  readonly list = input.required<CockpitList>();
  /** What it counts, where no heading says so. */
  readonly about = input<string>();

  protected readonly shown = computed(() => this.names.count(this.count()));
  protected readonly label = computed(() => {
    const about = this.about();
    return about ? `${about} ${this.shown()}` : null;
  });
}
