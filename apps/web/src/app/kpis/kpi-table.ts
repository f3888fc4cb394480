import { Component, inject, input } from '@angular/core';
import type { KpiFigure } from '@torch/contracts';
import { CountLink } from '../funnel/count-link';
import { FunnelNames } from '../funnel/funnel-names';
import { KpiNames } from './kpi-names';
import { KpiSideCell } from './kpi-side';
import { kpiWords } from './kpi-words';

/** Figures with their formulas, and both sides of each. */
@Component({
  selector: 'crm-kpi-table',
  imports: [CountLink, KpiSideCell],
  templateUrl: './kpi-table.html',
  styleUrl: './kpi-table.css',
})
export class KpiTable {
  protected readonly names = inject(KpiNames);
  protected readonly funnel = inject(FunnelNames);
  protected readonly t = kpiWords();

  readonly figures = input.required<readonly KpiFigure[]>();
  readonly caption = input.required<string>();
  /** The page that lists the records, and the question that was answered. */
  readonly path = input.required<string>();
  readonly query = input.required<Readonly<Record<string, string>>>();
  /** The same figures of an earlier period, where one is compared, and the question that they answer. */
  readonly earlier = input<readonly KpiFigure[]>([]);
  readonly earlierQuery = input<Readonly<Record<string, string>>>({});

  protected earlierOf(code: string): KpiFigure | undefined {
    return this.earlier().find((each) => each.code === code);
  }
}
