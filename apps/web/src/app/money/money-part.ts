import { Component, input, output } from '@angular/core';
import type { Deal, DealMoney } from '@torch/contracts';
import { ReadState } from '../kit';
import { read } from '../platform/api';
import { FundPanel } from './fund-panel';
import { MoneySummary } from './money-summary';
import { PlanPanel } from './plan-panel';

/** A deal's money on its page: the whole, plan against actual, and the entries behind it. */
@Component({
  selector: 'crm-money-part',
  imports: [FundPanel, MoneySummary, PlanPanel, ReadState],
  template: `
    @if (money.hasValue()) {
      <crm-money-summary [money]="money.value()" />
      <crm-plan-panel [deal]="deal()" [money]="money.value()" (changed)="renew()" />
    } @else {
      <crm-read-state [of]="money" />
    }
    <crm-fund-panel [deal]="deal()" (changed)="renew()" />
  `,
  host: { class: 'stack' },
})
export class MoneyPart {
  readonly deal = input.required<Deal>();
  readonly changed = output();

  protected readonly money = read<DealMoney>(() => `/deals/${this.deal().id}/money`);

  protected renew(): void {
    this.money.reload();
    this.changed.emit();
  }
}
