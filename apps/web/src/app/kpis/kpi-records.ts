import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { KpiRecordItem } from '@torch/contracts';
import type { FigureCode } from '@torch/domain';
import type { Paged } from '@torch/ui';
import { ListFoot, roundedAmount } from '../kit';
import { chosenLeads, leadsOf } from '../leads/follow-ups/chosen-leads';
import { ChooseAll } from '../leads/follow-ups/choose-all';
import { ChooseLead } from '../leads/follow-ups/choose-lead';
import { PlanFollowUps } from '../leads/follow-ups/plan-follow-ups';
import { KpiNames } from './kpi-names';
import { plannable, plannedFor } from './plannable';
import { KpiRecordName } from './kpi-record-name';
import { kpiWords } from './kpi-words';
import { dash } from '../funnel/percent';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { convertedInto, worthOf } from './worth';

/** The records behind a figure, each with what it counts for. */
@Component({
  selector: 'crm-kpi-records',
  imports: [ChooseAll, ChooseLead, KpiRecordName, ListFoot, PlanFollowUps, RouterLink],
  template: `
    @if (list().items().length > 0) {
      <div class="table cards" [class.busy]="list().loading()">
        <table>
          <thead>
            <tr>
              <th scope="col"><crm-choose-all [chosen]="chosen" />{{ t().records.record }}</th>
              <th scope="col">{{ t().records.company }}</th>
              <th scope="col">{{ t().records.owner }}</th>
              <th scope="col">{{ t().records.department }}</th>
              <th scope="col">{{ t().records.counts }}</th>
              @if (currency(); as currency) {
                <th scope="col" class="end">{{ t().records.worth(currency) }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (each of list().items(); track $index) {
              <tr>
                <td class="head">
                  <crm-choose-lead [chosen]="chosen" [leadId]="leadOf(each)" [title]="each.title ?? ''" />
                  <crm-kpi-record-name [record]="each" />
                </td>
                <td [attr.data-label]="t().records.company">
                  @if (each.companyId && session.can('company.read')) {
                    <a [routerLink]="['/companies', each.companyId]">{{ each.companyName }}</a>
                  } @else {
                    {{ each.companyName ?? '—' }}
                  }
                </td>
                <td class="nowrap" [attr.data-label]="t().records.owner">
                  {{ each.ownerName ?? (each.code ? t().records.pool : '—') }}
                </td>
                <td class="nowrap" [attr.data-label]="t().records.department">{{ each.departmentName ?? '—' }}</td>
                <td [attr.data-label]="t().records.counts">
                  <span>
                    @for (line of names.share(figure(), each.share); track $index) {
                      <span class="number line">{{ line }}</span>
                    }
                  </span>
                </td>
                @if (currency(); as currency) {
                  <td class="number end nowrap" [attr.data-label]="t().records.worth(currency)">{{ worth(each) }}</td>
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    }
    <crm-plan-follow-ups [chosen]="chosen" (planned)="list().reload()" />
    <crm-list-foot [list]="list()" [empty]="t().records.none" />
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .end {
      text-align: end;
    }
    .line {
      display: block;
    }
    .busy {
      opacity: 0.6;
    }
  `,
})
export class KpiRecords {
  protected readonly session = inject(Session);
  private readonly language = inject(Language);
  protected readonly names = inject(KpiNames);
  protected readonly t = kpiWords();

  readonly list = input.required<Paged<KpiRecordItem>>();
  readonly figure = input.required<FigureCode>();
  /** What the list answers. */
  readonly question = input.required<string>();

  protected readonly chosen = chosenLeads(
    () => this.question(),
    () => leadsOf(this.list().items().map(plannable)),
  );

  protected readonly leadOf = plannedFor;
  /** Into which amounts of other currencies are converted. */
  protected readonly currency = computed(() => convertedInto(this.list().items()));
  protected worth(record: KpiRecordItem): string {
    const worth = worthOf(record);
    return worth ? roundedAmount(worth, this.language.current()) : dash;
  }
}
