import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FunnelLeadRecord } from '@torch/contracts';
import { stageOfStep } from '@torch/domain';
import { type Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot } from '../kit';
import { chosenLeads } from '../leads/follow-ups/chosen-leads';
import { PlanFollowUps } from '../leads/follow-ups/plan-follow-ups';
import { WayBack } from '../platform/where-left';
import type { FunnelAddress } from './funnel-address';
import { FunnelFilters } from './funnel-filters';
import { funnelWords } from './funnel-words';
import { type RecordRow, RecordsTable } from './records-table';

/** A list of the leads behind one figure, headed by what they are, with the way back to the figure. */
@Component({
  selector: 'crm-records-frame',
  imports: [FunnelFilters, ListFoot, PageHeader, PlanFollowUps, RecordsTable, RouterLink, WayBack],
  templateUrl: './records-frame.html',
  styleUrl: './records-page.css',
  host: { class: 'page' },
})
export class RecordsFrame {
  protected readonly t = funnelWords();
  protected readonly narrow = addressBar();

  readonly address = input.required<FunnelAddress>();
  readonly list = input.required<Paged<FunnelLeadRecord>>();
  readonly rows = input.required<readonly RecordRow[]>();
  readonly lastHead = input.required<string>();
  readonly sentence = input.required<string>();
  readonly total = input.required<string>();
  /** Up to which day was looked, where it needs saying. */
  readonly asOf = input('');
  /** The page from which it was opened, and the question there. */
  readonly backPath = input.required<string>();
  readonly back = input.required<FunnelAddress>();

  protected readonly backText = computed(() =>
    this.backPath() === '/cockpit' ? this.t().records.backToCockpit : this.t().records.back,
  );
  protected readonly chosen = chosenLeads(this.address, () =>
    this.rows().map(({ lead: { id, title, footing, step } }) => ({
      id,
      title,
      // What was a deal already is lost as one.
      lost: footing === 'lost' ? (stageOfStep(step) ? 'deal' : 'lead') : undefined,
    })),
  );
}
