import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { FunnelNames } from '../funnel/funnel-names';

/** One number; it opens the list of the records that it counts. */
@Component({
  selector: 'crm-kpi-figure',
  imports: [RouterLink],
  template: `@if (count() > 0) {
      <a class="number" [routerLink]="path()" [queryParams]="query()">{{ shown() }}</a>
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
export class KpiFigureLink {
  private readonly names = inject(FunnelNames);

  /** The page that lists the records, and what it is asked. */
  readonly path = input.required<string>();
  readonly query = input.required<Readonly<Record<string, string>>>();
  /** How many records there are to list. */
  readonly count = input.required<number>();
  /** What is shown instead of the count. */
  readonly text = input<string>();

  protected readonly shown = computed(() => this.text() ?? this.names.count(this.count()));
}
