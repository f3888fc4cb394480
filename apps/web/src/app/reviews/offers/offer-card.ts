import { Component, computed, inject, input } from '@angular/core';
import type { Offer } from '@torch/contracts';
import { exactAmount } from '../../kit';
import { Language } from '../../platform/language';
import { reviewWords } from '../review-words';

/** An offer as it was made: state, kind, what speaks against it, amount, words, and on what it rests. */
@Component({
  selector: 'crm-offer-card',
  templateUrl: './offer-card.html',
  host: { class: 'stack tight' },
})
export class OfferCard {
  private readonly language = inject(Language);
  protected readonly labels = this.language.labels;
  protected readonly t = reviewWords();

  readonly offer = input.required<Offer>();

  protected readonly money = computed(() => {
    const { amount } = this.offer();
    return amount ? exactAmount(amount, this.language.current()) : '';
  });
}
