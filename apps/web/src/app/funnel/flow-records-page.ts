import { Component, computed, inject } from '@angular/core';
import type { FlowRecord } from '@torch/contracts';
import { type FlowSource, flowSources, type FlowTarget, flowTargets } from '@torch/domain';
import { flowSource, flowTarget } from './flow-names';
import { ListCsv } from '../kit';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { leadColumns } from './lead-columns';
import { movementRecords } from './movement-records';
import { RecordsFrame } from './records-frame';

/** The leads that made a move in a period. */
@Component({
  selector: 'crm-flow-records-page',
  imports: [ListCsv, RecordsFrame],
  template: `<crm-records-frame
    backPath="/funnel/flow"
    [address]="page.address()"
    [list]="page.list"
    [rows]="rows()"
    [lastHead]="t().flow.movedOn"
    [sentence]="sentence()"
    [asOf]="page.asOf()"
    [total]="page.total()"
    [back]="page.back()"
    ><crm-list-csv [list]="page.list" [columns]="columns()" [name]="t().records.title"
  /></crm-records-frame>`,
})
export class FlowRecordsPage {
  private readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly page = movementRecords<FlowRecord>('/funnel/flow/records', (address) => ({
    source: flowSources.find((each) => each === address.source) ?? 'outside',
    target: flowTargets.find((each) => each === address.target) ?? 'created',
  }));

  protected readonly columns = computed(() => [
    ...leadColumns(this.t(), this.names),
    { head: this.t().flow.movedOn, cell: ({ movedOn }: FlowRecord) => movedOn },
  ]);
  protected readonly rows = computed(() =>
    this.page.list.items().map((lead) => ({ lead, last: this.names.day(lead.movedOn) })),
  );
  protected readonly sentence = computed(() => {
    const { source = 'outside', target = 'created' } = this.page.address();
    const [from, to] = [
      flowSource(source as FlowSource, this.t(), this.names),
      flowTarget(target as FlowTarget, this.t(), this.names),
    ];
    return this.t().flow.sentence(this.page.period(), from, to);
  });
}
