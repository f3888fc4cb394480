import { Component, computed, inject } from '@angular/core';
import type { StayRecord } from '@torch/contracts';
import { funnelSteps, stayBuckets, stayKinds } from '@torch/domain';
import { ListCsv } from '../kit';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { leadColumns } from './lead-columns';
import { movementRecords } from './movement-records';
import { RecordsFrame } from './records-frame';

/** The leads that stand at a step, or left it, and for how long. */
@Component({
  selector: 'crm-stay-records-page',
  imports: [ListCsv, RecordsFrame],
  template: `<crm-records-frame
    backPath="/funnel/stays"
    [address]="page.address()"
    [list]="page.list"
    [rows]="rows()"
    [lastHead]="t().stays.stayed"
    [sentence]="sentence()"
    [asOf]="page.asOf()"
    [total]="page.total()"
    [back]="page.back()"
    ><crm-list-csv [list]="page.list" [columns]="columns()" [name]="t().records.title"
  /></crm-records-frame>`,
})
export class StayRecordsPage {
  private readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly page = movementRecords<StayRecord>('/funnel/stays/records', ({ kind, step, bucket }) => ({
    step: step ?? funnelSteps[0],
    ...(kind && { kind }),
    ...(bucket && { bucket }),
  }));

  protected readonly columns = computed(() => [
    ...leadColumns(this.t(), this.names),
    { head: this.t().stays.stayed, cell: ({ stayed }: StayRecord) => stayed },
  ]);
  protected readonly rows = computed(() =>
    this.page.list.items().map((lead) => ({ lead, last: this.t().days(lead.stayed) })),
  );
  protected readonly sentence = computed(() => {
    const { step, kind, bucket } = this.page.address();
    const { stays } = this.t();
    const name = this.names.step(funnelSteps.find((each) => each === step) ?? funnelSteps[0]);
    const known = stayBuckets.find((each) => each === bucket);
    const which = known ? stays.thatAre[known] : '';
    return stayKinds.find((each) => each === kind) === 'left'
      ? stays.sentence.left(this.page.period(), name, which)
      : stays.sentence.standing(this.page.until(), name, which);
  });
}
