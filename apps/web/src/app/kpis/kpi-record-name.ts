import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { KpiRecordItem } from '@torch/contracts';
import { kpiWords } from './kpi-words';

/** A lead or deal behind a figure; a link where it can be opened. */
@Component({
  selector: 'crm-kpi-record-name',
  imports: [RouterLink],
  template: `
    @let it = record();
    @if (it.code === null) {
      <span class="soft">{{ t().records.hidden }}</span>
    } @else {
      @if (it.open) {
        <a [routerLink]="target()">{{ it.title ?? it.code }}</a>
      } @else {
        <span>{{ it.title ?? it.code }}</span>
      }
      @if (it.confidential) {
        <span class="tag warn">{{ t().records.confidential }}</span>
      }
      <p class="soft small nowrap">{{ t().records.kind[it.kind] }} {{ it.code }}</p>
      @if (!it.open) {
        <p class="soft small">{{ t().records.gone }}</p>
      }
    }
  `,
})
export class KpiRecordName {
  protected readonly t = kpiWords();

  readonly record = input.required<Omit<KpiRecordItem, 'share'>>();

  protected readonly target = computed(() => [this.record().kind === 'deal' ? '/deals' : '/leads', this.record().id]);
}
