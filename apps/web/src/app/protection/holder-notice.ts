import { Component, computed, inject, input } from '@angular/core';
import { HolderList, type Holder } from '@torch/contracts';
import { Times } from '../kit';
import { read } from '../platform/api';
import { protectionWords } from './protection-words';

/** Before anything is saved: that somebody else holds the chosen company, and until when. */
@Component({
  selector: 'crm-holder-notice',
  template: `
    @if (first(); as holder) {
      <p class="notice warn" role="status">
        <strong>{{ sentence(holder) }}</strong>{{ t().heldUntil(holder.until ? times.date(holder.until) : '') }}
        @if (!reading()) {
          {{ t().heldHint }}
        }
      </p>
    }
  `,
})
export class HolderNotice {
  protected readonly times = inject(Times);
  protected readonly t = protectionWords();

  /** Empty while no company is chosen. */
  readonly companyId = input.required<string>();
  /** On a page that only shows the company nothing is about to be saved. */
  readonly reading = input(false);

  private readonly answer = read<unknown>(() =>
    this.companyId() ? `/companies/${this.companyId()}/holders` : undefined,
  );
  /** Whoever came first; one's own holding is no news. */
  protected readonly first = computed(() => {
    if (!this.companyId() || !this.answer.hasValue()) return null;
    const [first] = HolderList.parse(this.answer.value()).items;
    return first && !first.own ? first : null;
  });

  protected sentence({ basis, ownerName, departmentName }: Holder): string {
    const { heldBy, heldGroup, heldSimilar } = this.t();
    return { same: heldBy, group: heldGroup, similar: heldSimilar }[basis](ownerName, departmentName);
  }
}
