import { Component, computed, inject, input } from '@angular/core';
import { type AnyDealStage, isOnRoad, rankOf } from '@torch/domain';
import { Language } from '../platform/language';

/** A deal's stage in one word; what is signed stands out, what rests or is lost recedes. */
@Component({
  selector: 'crm-stage-tag',
  template: `<span class="tag" [class.good]="signed()" [class.info]="open()" [class.warn]="stage() === 'on_hold'">{{
    labels().dealStage[stage()]
  }}</span>`,
})
export class StageTag {
  protected readonly labels = inject(Language).labels;

  readonly stage = input.required<AnyDealStage>();

  private readonly rank = computed(() => {
    const stage = this.stage();
    return isOnRoad(stage) ? rankOf(stage) : null;
  });
  protected readonly signed = computed(() => (this.rank() ?? -1) >= rankOf('signed'));
  protected readonly open = computed(() => this.rank() !== null && !this.signed());
}
