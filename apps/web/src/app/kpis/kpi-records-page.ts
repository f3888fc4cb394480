import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { KpiRecordItem } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressState } from '../funnel/address-state';
import { byPeriod } from '../funnel/funnel-address';
import { FunnelFilters } from '../funnel/funnel-filters';
import { FunnelNames } from '../funnel/funnel-names';
import { addressBar, ListCsv, Times, totalText } from '../kit';
import { WayBack } from '../platform/where-left';
import { figureAddress } from './figure-address';
import { kpiColumns } from './kpi-columns';
import { KpiNames } from './kpi-names';
import { KpiRecords } from './kpi-records';
import { kpiWords } from './kpi-words';
import { convertedInto } from './worth';
import { kpiQuestion, queryText } from './kpi-question';

/** The records behind one indicator, headed by what they are. */
@Component({
  selector: 'crm-kpi-records-page',
  imports: [FunnelFilters, KpiRecords, ListCsv, PageHeader, RouterLink, WayBack],
  template: `
    <p class="back">
      <a crmWayBack routerLink="/kpis" [queryParams]="back()"
        ><span aria-hidden="true">‹ </span>{{ t().records.back }}</a
      >
    </p>
    <ui-page-header [heading]="sentence()" [eyebrow]="t().records.title">
      <span class="soft" role="status">
        @if (total(); as count) {
          {{ count }}
        }
      </span>
      <crm-list-csv [list]="list" [columns]="columns()" [name]="names.figure(figure().kpi).name" />
    </ui-page-header>
    @if (address().asOf; as day) {
      <p class="soft">{{ t().records.asOf(funnel.day(day)) }}</p>
    }
    <p class="soft small formula">{{ names.figure(figure().kpi).formula }}</p>
    <crm-funnel-filters [address]="address()" (narrowed)="narrow($event)" />
    <crm-kpi-records [list]="list" [figure]="figure().kpi" [question]="path()" />
  `,
  styleUrl: './records.css',
  host: { class: 'page' },
})
export class KpiRecordsPage {
  private readonly times = inject(Times);
  protected readonly names = inject(KpiNames);
  protected readonly funnel = inject(FunnelNames);
  protected readonly t = kpiWords();
  protected readonly narrow = addressBar();
  protected readonly address = addressState();
  protected readonly figure = figureAddress();

  protected readonly path = computed(() => {
    const { of: _, ...part } = this.figure();
    return `/api/v1/kpis/records?${queryText({ ...kpiQuestion(this.address()), ...part })}`;
  });
  protected readonly list = new Paged<KpiRecordItem>(this.path, () => ({ limit: 50 }));
  protected readonly columns = computed(() =>
    kpiColumns(this.t(), this.names, this.figure().kpi, convertedInto(this.list.items())),
  );
  protected readonly total = totalText(this.list, (count) => this.t().records.total(count));

  protected readonly sentence = computed(() => {
    const { kpi, side, step, reason } = this.figure();
    const { from, to = this.times.today() } = this.address();
    const period = this.funnel.period('cohort', from ?? `${to.slice(0, 4)}-01-01`, to);
    const parts = [
      this.names.side(kpi, side),
      ...(step ? [this.funnel.step(step)] : []),
      ...(reason === undefined ? [] : [this.funnel.reason(reason)]),
    ];
    return this.t().records.of(this.names.figure(kpi).name, parts.join(' · '), period);
  });
  /** The same question; the day that is today needs no saying. */
  protected readonly back = computed(() => {
    const { asOf, ...question } = kpiQuestion(this.address());
    const asked = byPeriod(question, this.address().period, this.times.today());
    return { ...asked, ...(asOf && asOf < this.times.today() && { asOf }) };
  });
}
