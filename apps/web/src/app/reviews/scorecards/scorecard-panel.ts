import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Review, type Scorecard } from '@torch/contracts';
import { Dialog } from '@torch/ui';
import { mayOn, Notices, ReadState, Times } from '../../kit';
import { Api, read } from '../../platform/api';
import { forgetDraft, keepDraft, keptDraft } from '../../platform/draft';
import { Language } from '../../platform/language';
import { problemOf, Problems } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { reviewWords } from '../review-words';

interface Draft {
  points: Record<string, string>;
  vetoes: Record<string, boolean>;
  conclusion: string;
}

const blank: Draft = { points: {}, vetoes: {}, conclusion: '' };

/** The review of a deal: its result, every reviewer's card, and the reader's own. */
@Component({
  selector: 'crm-scorecard-panel',
  imports: [Dialog, ReadState],
  templateUrl: './scorecard-panel.html',
  host: { class: 'card stack' },
})
export class ScorecardPanel {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly problems = inject(Problems);
  private readonly session = inject(Session);
  private readonly reference = inject(Reference);
  private readonly language = inject(Language);
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
  protected readonly indicators = computed(() =>
    this.reference
      .all('indicators')
      .map((item) => ({
        code: item.code,
        name: this.reference.label(item),
        weight: Number(item['weight']),
        vetoable: item['vetoable'] === true,
        retired: item.retired,
      }))
      .filter(({ retired, weight, vetoable }) => !retired && (weight > 0 || vetoable)),
  );
  protected readonly weights = computed(() => this.indicators().reduce((sum, { weight }) => sum + weight, 0));
  protected readonly scoring = signal(false);
  protected readonly saving = signal(false);
  protected readonly error = signal('');
  protected readonly draft = signal<Draft>(blank);
  protected readonly total = computed(() => {
    const sum = this.indicators().reduce(
      (all, { code, weight }) => all + weight * Number(this.draft().points[code] || 0),
      0,
    );
    return (sum / 100).toLocaleString(this.language.current(), { maximumFractionDigits: 2 });
  });

  protected nameOf = (card: Scorecard, code: string): string => {
    const indicator = card.indicators.find((each) => each.code === code);
    return indicator ? this.reference.label(indicator) : code;
  };

  protected vetoes(review: Review): string {
    return review.vetoes.map((code) => this.reference.name('indicators', code)).join(' · ');
  }

  protected begin(): void {
    const known = this.mine()?.scores;
    const own = known && {
      points: Object.fromEntries(Object.entries(known).map(([code, { points }]) => [code, String(points)])),
      vetoes: Object.fromEntries(Object.entries(known).map(([code, { veto }]) => [code, veto])),
      conclusion: this.mine()?.conclusion ?? '',
    };
    this.draft.set(keptDraft<Draft>(this.kept) ?? own ?? blank);
    this.error.set('');
    this.scoring.set(true);
  }

  protected change(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    keepDraft(this.kept, this.draft());
  }

  protected withPoints = (points: Draft['points'], code: string, value: string) => ({
    ...points,
    [code]: value.trim(),
  });
  protected withVeto = (vetoes: Draft['vetoes'], code: string, veto: boolean) => ({ ...vetoes, [code]: veto });

  protected isWrong(code: string): boolean {
    return this.error() !== '' && !/^(\d{1,2}|100)$/.test(this.draft().points[code] ?? '');
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { points, vetoes, conclusion } = this.draft();
    const complete = this.indicators().every(({ code }) => /^(\d{1,2}|100)$/.test(points[code] ?? ''));
    this.error.set(complete ? '' : this.t().scorecard.incomplete);
    if (!complete) return;
    const scores = Object.fromEntries(
      this.indicators().map(({ code }) => [code, { points: Number(points[code]), veto: vetoes[code] ?? false }]),
    );
    this.saving.set(true);
    try {
      await this.api.post(`/deals/${this.deal().id}/scorecards`, { scores, conclusion: conclusion.trim() || null });
      forgetDraft(this.kept);
      this.notices.done(this.t().scorecard.submitted);
      this.scoring.set(false);
      this.answer.reload();
      this.changed.emit();
    } catch (error) {
      const code = problemOf(error)?.errors[0]?.code ?? '';
      this.error.set(this.t().words[code] ?? this.problems.sentence(error));
    } finally {
      this.saving.set(false);
    }
  }

  private get kept(): string {
    return `scorecard.${this.deal().id}`;
  }
}
