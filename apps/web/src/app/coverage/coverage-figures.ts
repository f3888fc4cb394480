import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CoverageCounts, CoverageKind } from '@torch/domain';
import { Language } from '../platform/language';
import { coverageWords } from './coverage-words';

/** The numbers of one cell, row or column, each of them a link to the records that it counts; none for nothing. */
@Component({
  selector: 'crm-coverage-figures',
  imports: [RouterLink],
  template: `@for (each of figures(); track each.kind) {
    <a routerLink="/coverage/records" [queryParams]="each.target" [attr.data-kind]="each.kind">
      <span class="short" aria-hidden="true">{{ t().short[each.kind] }}</span>
      <span class="visually-hidden">{{ t().kind[each.kind] }}</span>
      {{ each.count }}
    </a>
  }`,
  styles: `
    a {
      display: block;
      color: inherit;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    /* In the colour of the number: paler, it would be hard to read on a dark cell. */
    .short {
      font-size: 12px;
    }
    @media (width < 900px) {
      a {
        padding: 4px 0;
      }
    }
  `,
})
export class CoverageFigures {
  private readonly language = inject(Language);
  protected readonly t = coverageWords();

  readonly counts = input.required<CoverageCounts>();
  readonly kinds = input.required<readonly CoverageKind[]>();
  /** By what the matrix is narrowed. */
  readonly filters = input.required<Readonly<Record<string, string>>>();
  readonly node = input<string>();
  readonly region = input<string>();

  protected readonly figures = computed(() => {
    const [node, region] = [this.node(), this.region()];
    return this.kinds()
      .filter((kind) => this.counts()[kind] > 0)
      .map((kind) => ({
        kind,
        count: this.counts()[kind].toLocaleString(this.language.current()),
        target: { ...this.filters(), kind, ...(node && { node }), ...(region && { region }) },
      }));
  });
}
