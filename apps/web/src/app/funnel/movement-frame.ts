import { Component, computed, input } from '@angular/core';
import { PageHeader } from '@torch/ui';
import { addressBar, ReadState } from '../kit';
import { AsOf } from './as-of';
import type { FunnelTab } from './funnel-address';
import { FunnelFilters } from './funnel-filters';
import { FunnelTabs } from './funnel-tabs';
import { funnelWords } from './funnel-words';
import type { Movement } from './movement';
import { PeriodFields } from './period-fields';

/** What stands around the figures of a page about a period: its heading, what is asked, and of which days the answer is. */
@Component({
  selector: 'crm-movement-frame',
  imports: [AsOf, FunnelFilters, FunnelTabs, PageHeader, PeriodFields, ReadState],
  template: `
    <ui-page-header [heading]="t().funnel"><ng-content select="[files]" /></ui-page-header>
    <crm-funnel-tabs [current]="tab()" />
    <section class="card stack">
      <p>{{ explain() }}</p>
      <div class="fields">
        <crm-period-fields [period]="of().period()" [today]="of().today()" (changed)="narrow($event)" />
        <ng-content select="[field]" />
      </div>
      <ng-content select="[choice]" />
      <crm-funnel-filters [address]="of().address()" (narrowed)="narrow($event)" />
    </section>
    @if (!of().answer.error() && of().shown(); as shown) {
      <div class="stack results" [class.busy]="busy()" [attr.aria-busy]="busy()">
        <crm-as-of [of]="shown" [period]="of().periodText()" />
        <ng-content />
      </div>
    } @else {
      <crm-read-state [of]="of().answer" />
    }
  `,
  styleUrls: ['./fields.css', './funnel-page.css'],
  host: { class: 'page' },
})
export class MovementFrame {
  protected readonly t = funnelWords();
  protected readonly narrow = addressBar();

  readonly of = input.required<Movement>();
  readonly tab = input.required<FunnelTab>();
  readonly explain = input.required<string>();

  protected readonly busy = computed(() => this.of().answer.isLoading());
}
