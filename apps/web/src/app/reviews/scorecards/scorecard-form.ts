import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Scorecard } from '@torch/contracts';
import { Dialog } from '@torch/ui';
import { Notices } from '../../kit';
import { Api } from '../../platform/api';
import { forgetDraft, keepDraft, keptDraft } from '../../platform/draft';
import { Language } from '../../platform/language';
import { problemOf, Problems } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { reviewWords } from '../review-words';
import { blankScorecard, cardOf, draftOf, gapsOf, type ScorecardDraft } from './scorecard-draft';

/** The reader's own card for a deal: points for every indicator, vetoes with their reasons, a conclusion. */
@Component({
  selector: 'crm-scorecard-form',
  imports: [Dialog],
  templateUrl: './scorecard-form.html',
})
export class ScorecardForm {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly problems = inject(Problems);
  private readonly reference = inject(Reference);
  private readonly language = inject(Language);
  protected readonly t = reviewWords();

  readonly dealId = input.required<string>();
  /** The reader's card that stands, when there is one. */
  readonly standing = input<Scorecard>();
  readonly submitted = output();
  readonly closed = output();

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
  private readonly typed = signal<ScorecardDraft | null>(null);
  protected readonly draft = computed<ScorecardDraft>(() => {
    const standing = this.standing();
    const begun = {
      ...blankScorecard,
      ...(standing ? draftOf(standing) : null),
      ...keptDraft<ScorecardDraft>(this.kept()),
    };
    return this.typed() ?? begun;
  });
  protected readonly saving = signal(false);
  /** Whether it was handed in with gaps: from then on every gap is marked until it is filled. */
  protected readonly checked = signal(false);
  protected readonly refusal = signal('');
  protected readonly gaps = computed(() => gapsOf(this.draft(), this.indicators(), this.standing() !== undefined));
  protected readonly total = computed(() => {
    const sum = this.indicators().reduce(
      (all, { code, weight }) => all + weight * Number(this.draft().points[code] || 0),
      0,
    );
    return (sum / 100).toLocaleString(this.language.current(), { maximumFractionDigits: 2 });
  });
  /** The first thing that stands against handing it in, in words. */
  protected readonly objection = computed(() => {
    const first = this.checked() ? this.gaps()[0] : undefined;
    return first ? this.t().scorecard.lacks[first.gap] : this.refusal();
  });

  protected isWrong(gap: 'points' | 'remark' | 'reason', code = ''): boolean {
    return this.checked() && this.gaps().some((each) => each.gap === gap && ('code' in each ? each.code : '') === code);
  }

  protected change(change: Partial<ScorecardDraft>): void {
    this.typed.set({ ...this.draft(), ...change });
    keepDraft(this.kept(), this.draft());
  }

  protected with<V>(values: Readonly<Record<string, V>>, code: string, value: V): Record<string, V> {
    return { ...values, [code]: value };
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.refusal.set('');
    this.checked.set(true);
    if (this.gaps().length > 0) {
      setTimeout(() => document.querySelector<HTMLElement>('dialog [aria-invalid="true"]')?.focus());
      return;
    }
    this.saving.set(true);
    try {
      const card = cardOf(this.draft(), this.indicators(), this.standing() !== undefined);
      await this.api.post(`/deals/${this.dealId()}/scorecards`, card);
      forgetDraft(this.kept());
      this.notices.done(this.t().scorecard.submitted);
      this.submitted.emit();
    } catch (error) {
      const code = problemOf(error)?.errors[0]?.code ?? '';
      this.refusal.set(this.t().words[code] ?? this.problems.sentence(error));
    } finally {
      this.saving.set(false);
    }
  }

  private readonly kept = computed(() => `scorecard.${this.dealId()}`);
}
