import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Review, type Scorecard } from '@torch/contracts';
import { mayOn, ReadState, Times } from '../../kit';
import { read } from '../../platform/api';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { reviewWords } from '../review-words';
import { ScorecardForm } from './scorecard-form';

/** The review of a deal: its result, every reviewer's card, and the reader's own. */
@Component({
  selector: 'crm-scorecard-panel',
  imports: [ReadState, ScorecardForm],
  templateUrl: './scorecard-panel.html',
  host: { class: 'card stack' },
})
export class ScorecardPanel {
  private readonly session = inject(Session);
  private readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly t = reviewWords();

  readonly deal = input.required<{ id: string; ownerId: string; departmentId: string }>();
  readonly changed = output();

  protected readonly answer = read<unknown>(() => `/deals/${this.deal().id}/scorecards`);
  protected readonly review = computed(() => (this.answer.hasValue() ? Review.parse(this.answer.value()) : null));
  protected readonly mayScore = computed(() => mayOn(this.session, 'scorecard.write', this.deal()));
  protected readonly mine = computed(() =>
    this.review()?.cards.find(({ reviewerId }) => reviewerId === this.session.me()?.id),
  );
  protected readonly scoring = signal(false);
  protected nameOf = (card: Scorecard, code: string): string => {
    const indicator = card.indicators.find((each) => each.code === code);
    return indicator ? this.reference.label(indicator) : code;
  };

  protected vetoes(review: Review): string {
    return review.vetoes.map((code) => this.reference.name('indicators', code)).join(' · ');
  }

  protected renew(): void {
    this.scoring.set(false);
    this.answer.reload();
    this.changed.emit();
  }
}
