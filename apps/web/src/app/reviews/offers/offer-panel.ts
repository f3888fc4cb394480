import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Offer } from '@torch/contracts';
import { offerKinds, reviewOutcomes } from '@torch/domain';
import { Paged } from '@torch/ui';
import {
  ListFoot,
  mayOn,
  moneyOf,
  Notices,
  Once,
  SmallForm,
  type SmallField,
  type SmallValues,
  takingIn,
} from '../../kit';
import { Api } from '../../platform/api';
import { Language } from '../../platform/language';
import { Session } from '../../platform/session';
import { reviewWords } from '../review-words';
import { OfferCard } from './offer-card';

/** What is offered to the investor of a deal, and what was judged of it. */
@Component({
  selector: 'crm-offer-panel',
  imports: [ListFoot, OfferCard, SmallForm],
  templateUrl: './offer-panel.html',
  host: { class: 'card stack' },
})
export class OfferPanel {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly labels = inject(Language).labels;
  protected readonly t = reviewWords();

  readonly deal = input.required<{ id: string; ownerId: string; departmentId: string }>();
  readonly changed = output();

  protected readonly list = new Paged<Offer>('/api/v1/offers', () => ({ deal: this.deal().id, limit: 50 }));
  protected readonly mayEdit = computed(() => mayOn(this.session, 'offer.update', this.deal()));
  protected readonly mayReview = computed(() => mayOn(this.session, 'offer.review', this.deal()));
  /** Null: closed; `new`: another one; else the one that is changed or judged. */
  protected readonly editing = signal<Offer | 'new' | null>(null);
  protected readonly judging = signal<Offer | null>(null);
  private readonly once = new Once();
  protected readonly fields = computed((): SmallField[] => {
    const words = this.t().offer;
    const kinds = offerKinds.map((value) => ({ value, label: this.labels().offerKind[value] }));
    return [
      { name: 'kind', label: words.kind, as: 'choice', required: true, options: kinds },
      { name: 'what', label: words.what, as: 'area', required: true },
      { name: 'amount', label: words.amount, as: 'money' },
      { name: 'legalBasis', label: words.legalBasis, as: 'area', hint: words.legalBasisHint },
      { name: 'tiedToTax', label: words.tiedToTax, as: 'flag' },
      { name: 'forOneCompany', label: words.forOneCompany, as: 'flag' },
    ];
  });
  protected readonly verdict = computed((): SmallField[] => [
    {
      name: 'outcome',
      label: this.t().offer.outcome,
      as: 'choice',
      required: true,
      options: reviewOutcomes.map((value) => ({ value, label: this.labels().offerState[value] })),
    },
    { name: 'note', label: this.t().offer.note, as: 'area', required: true },
  ]);
  protected readonly initial = computed((): SmallValues => {
    const offer = this.editing();
    if (offer === null || offer === 'new') return {};
    const { kind, what, amount, legalBasis, tiedToTax, forOneCompany } = offer;
    return {
      kind,
      what,
      amount: amount?.amount.replace(/\.00$/, '') ?? '',
      'amount.currency': amount?.currency ?? '',
      legalBasis: legalBasis ?? '',
      tiedToTax: tiedToTax ? 'true' : '',
      forOneCompany: forOneCompany ? 'true' : '',
    };
  });
  protected readonly current = takingIn(Offer, (offer) => this.editing.set(offer), this.initial);
  protected readonly judged = takingIn(Offer, (offer) => this.judging.set(offer));

  protected readonly save = (values: SmallValues, key: string) => {
    const offer = this.editing();
    const input = {
      kind: values['kind'],
      what: values['what'],
      amount: moneyOf(values, 'amount'),
      legalBasis: values['legalBasis']?.trim() || null,
      tiedToTax: values['tiedToTax'] === 'true',
      forOneCompany: values['forOneCompany'] === 'true',
    };
    if (offer === null || offer === 'new') return this.api.post(`/deals/${this.deal().id}/offers`, input, key);
    return this.api.patch(`/offers/${offer.id}`, { ...input, version: offer.version });
  };

  protected readonly judge = ({ outcome, note }: SmallValues, key: string) =>
    this.api.post(`/offers/${this.judging()?.id}/review`, { version: this.judging()?.version, outcome, note }, key);

  protected async move({ id, version }: Offer, state: 'in_review' | 'withdrawn'): Promise<void> {
    if (state === 'withdrawn' && !(await this.notices.confirm({ title: this.t().offer.withdrawAsk }))) return;
    try {
      if (!(await this.once.act({ id, version }, () => this.api.post(`/offers/${id}/state`, { version, state }))))
        return;
      this.notices.done(state === 'withdrawn' ? this.t().offer.withdrawn : this.t().offer.sent);
    } catch (error) {
      this.notices.failed(error);
    }
    this.renew();
  }

  protected renew(): void {
    this.editing.set(null);
    this.judging.set(null);
    this.list.reload();
    this.changed.emit();
  }
}
