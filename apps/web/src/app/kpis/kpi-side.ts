import { Component, computed, inject, input } from '@angular/core';
import type { KpiFigure } from '@torch/contracts';
import type { KpiSide } from '@torch/domain';
import { FunnelNames } from '../funnel/funnel-names';
import { CountLink } from '../funnel/count-link';
import { KpiNames } from './kpi-names';
import { kpiWords } from './kpi-words';

/** One side of a figure: how many, what they are, and the money where money is told. */
@Component({
  selector: 'crm-kpi-side',
  imports: [CountLink],
  template: `
    <crm-count-link [path]="path()" [query]="asked()" [count]="of().count" />
    @if (name(); as text) {
      <span class="soft small name">{{ text }}</span>
    }
    @if (money(); as sum) {
      <span class="small more number" [title]="funnel.exact(sum)">{{ funnel.money(sum) }}</span>
    }
    @for (sum of of().unconverted; track sum.currency) {
      <span class="soft small more" [title]="funnel.exact(sum)">{{ t().unconverted(funnel.money(sum)) }}</span>
    }
  `,
  styles: `
    .name {
      margin-inline-start: 6px;
    }
    .more {
      display: block;
    }
  `,
})
export class KpiSideCell {
  protected readonly names = inject(KpiNames);
  protected readonly funnel = inject(FunnelNames);
  protected readonly t = kpiWords();

  readonly figure = input.required<KpiFigure>();
  readonly side = input.required<KpiSide>();
  readonly path = input.required<string>();
  readonly query = input.required<Readonly<Record<string, string>>>();

  protected readonly of = computed(() => this.figure()[this.side()]);
  /** A side that is the figure itself needs no other name; nor is the money said twice. */
  protected readonly name = computed(() => {
    const text = this.names.side(this.figure().code, this.side());
    return text === this.names.figure(this.figure().code).name ? '' : text;
  });
  protected readonly money = computed(() => (this.figure().kind === 'money' ? null : this.of().amount));
  protected readonly asked = computed(() => ({ ...this.query(), kpi: this.figure().code, side: this.side() }));
}
