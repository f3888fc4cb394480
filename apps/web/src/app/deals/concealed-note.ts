import { Component, computed, inject } from '@angular/core';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { DealClient } from './deal-client';
import { dealWords } from './deal-words';

/**
 * Beside figures: how many confidential deals none of them counts, for who may know that much. It answers to no period and
 * no filter, so that none gives away where they are.
 */
@Component({
  selector: 'crm-concealed-note',
  template: `
    @if (count() > 0) {
      <span class="soft">{{ t().conceal.notCounted(count().toLocaleString(language.current())) }}</span>
    }
  `,
})
export class ConcealedNote {
  protected readonly language = inject(Language);
  private readonly session = inject(Session);
  private readonly hidden = inject(DealClient).concealed(() => this.session.can('deal.countConcealed'));
  protected readonly t = dealWords();

  protected readonly count = computed(() => (this.hidden.hasValue() ? this.hidden.value().count : 0));
}
