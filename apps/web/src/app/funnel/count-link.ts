import { Component, computed, inject, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import { FunnelNames } from './funnel-names';

/** A number that opens the list of what it counts. */
@Component({
  selector: 'crm-count-link',
  imports: [RouterLink],
  template: `@if (count() > 0) {
      <a
        class="number"
        [routerLink]="path()"
        [queryParams]="query()"
        [attr.aria-label]="label()"
        [attr.title]="exact() ?? null"
        >{{ shown() }}</a
      >
    } @else {
      <span class="number soft" [attr.title]="exact() ?? null">{{ shown() }}</span>
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
export class CountLink {
  private readonly names = inject(FunnelNames);

  readonly path = input.required<string>();
  readonly query = input.required<Params>();
  readonly count = input.required<number>();
  /** What is shown instead of the count. */
  readonly text = input<string>();
  /** What is shown, to the cent. */
  readonly exact = input<string>();
  /** What it counts, where no heading says so. */
  readonly about = input<string>();

  protected readonly shown = computed(() => this.text() ?? this.names.count(this.count()));
  protected readonly label = computed(() => {
    const about = this.about();
    return about ? `${about} ${this.shown()}` : null;
  });
}
