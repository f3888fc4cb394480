import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Offer } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, totalText } from '../../kit';
import { reviewWords } from '../review-words';
import { OfferCard } from './offer-card';

/** Offers to investors across all deals within reach; at first those that wait for somebody's judgement. */
@Component({
  selector: 'crm-offers-page',
  imports: [ListFoot, OfferCard, PageHeader, RouterLink],
  templateUrl: './offers-page.html',
  host: { class: 'page' },
})
export class OffersPage {
  protected readonly t = reviewWords();
  protected readonly narrow = addressBar();

  readonly all = input<string>();

  protected readonly everything = computed(() => this.all() === 'true');
  protected readonly list = new Paged<Offer>('/api/v1/offers', () => ({
    state: this.everything() ? undefined : 'in_review',
    sort: this.everything() ? '-createdAt' : 'createdAt',
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
}
