import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { KpiRecordItem } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { RowFilters, rowQuestion } from '../funnel/row-filters';
import { ListCsv, totalText } from '../kit';
import { WayBack } from '../platform/where-left';
import { figureAddress } from './figure-address';
import { kpiColumns } from './kpi-columns';
import { KpiNames } from './kpi-names';
import { queryText } from './kpi-question';
import { KpiRecords } from './kpi-records';
import { kpiWords } from './kpi-words';
import { convertedInto } from './worth';

/** The records behind a figure of a closed month, as they were frozen or as they are now. */
@Component({
  selector: 'crm-month-records-page',
  imports: [KpiRecords, ListCsv, PageHeader, RouterLink, RowFilters, WayBack],
  template: `
    <p class="back">
      <a crmWayBack [routerLink]="['/month-closes', month()]"
        ><span aria-hidden="true">‹ </span>{{ t().records.toMonth }}</a
      >
    </p>
    <ui-page-header [heading]="sentence()" [eyebrow]="figure().of === 'now' ? t().records.now : t().records.frozen">
      <span class="soft" role="status">
        @if (total(); as count) {
          {{ count }}
        }
      </span>
      <crm-list-csv [list]="list" [columns]="columns()" [name]="names.figure(figure().kpi).name" />
    </ui-page-header>
    <p class="soft small formula">{{ names.figure(figure().kpi).formula }}</p>
    <crm-row-filters />
    <crm-kpi-records [list]="list" [figure]="figure().kpi" [question]="path()" />
  `,
  styleUrl: './records.css',
  host: { class: 'page' },
})
export class MonthRecordsPage {
  protected readonly names = inject(KpiNames);
  protected readonly t = kpiWords();
  protected readonly figure = figureAddress();

  readonly month = input.required<string>();

  private readonly narrowed = rowQuestion();
  protected readonly path = computed(() => {
    const asked = queryText({ ...this.figure(), ...this.narrowed() });
    return `/api/v1/month-closes/${encodeURIComponent(this.month())}/records?${asked}`;
  });
  protected readonly list = new Paged<KpiRecordItem>(this.path, () => ({ limit: 50 }));
  protected readonly columns = computed(() =>
    kpiColumns(this.t(), this.names, this.figure().kpi, convertedInto(this.list.items())),
  );
  protected readonly total = totalText(this.list, (count) => this.t().records.total(count));
  protected readonly sentence = computed(() => {
    const { kpi, side } = this.figure();
    return this.t().records.of(this.names.figure(kpi).name, this.names.side(kpi, side), this.names.month(this.month()));
  });
}
