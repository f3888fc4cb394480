import { Component, computed, inject, input } from '@angular/core';
import type { KpiFigure } from '@torch/contracts';
import type { KpiSide } from '@torch/domain';
import { FunnelNames } from '../funnel/funnel-names';
import { KpiFigureLink } from './kpi-figure';
import { KpiNames } from './kpi-names';
import { kpiWords } from './kpi-words';

/** One side of a figure: how many, what they are, and the money where money is told. */
@Component({
  selector: 'crm-kpi-side',
  imports: [KpiFigureLink],
  template: `
    <crm-kpi-figure [path]="path()" [query]="asked()" [count]="of().count" />
    <span class="soft small">{{ names.side(figure().code, side()) }}</span>
    @if (of().amount; as sum) {
      <span class="small more number">{{ funnel.money(sum) }}</span>
    }
    @for (sum of of().unconverted; track sum.currency) {
      <span class="soft small more">{{ t().unconverted(funnel.money(sum)) }}</span>
    }
  `,
  styles: `
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
  protected readonly asked = computed(() => ({ ...this.query(), kpi: this.figure().code, side: this.side() }));
}
