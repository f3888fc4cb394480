import {
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { Scorecard } from '@torch/contracts';
import { Dialog } from '@torch/ui';
import { Notices } from '../../kit';
import { Api } from '../../platform/api';
import { Drafts } from '../../platform/draft';
import { Language } from '../../platform/language';
import { platformWords } from '../../platform/platform-words';
import { kindOf, problemOf, Problems } from '../../platform/problem';
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
  private readonly drafts = new Drafts();
  protected readonly common = platformWords();
  protected readonly t = reviewWords();

  readonly dealId = input.required<string>();
  /** The reader's card that stands, when there is one. */
  readonly standing = input<Scorecard>();
  readonly submitted = output();
  /** An earlier try was saved after all: `standing` is to be read again. */
  readonly overtaken = output();
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
  private readonly name = computed(() => `scorecard.${this.dealId()}`);
  /** What this window found on the device. */
  private readonly left = linkedSignal(() => this.drafts.kept<ScorecardDraft>(this.name()));
  private readonly key = linkedSignal<string>(() => this.left()?.key ?? crypto.randomUUID());
  private readonly typed = linkedSignal(() => this.left()?.draft ?? null);
  private readonly begun = computed<ScorecardDraft>(() => {
    const standing = this.standing();
    return { ...blankScorecard, ...(standing ? draftOf(standing) : null) };
  });
  protected readonly draft = computed<ScorecardDraft>(() => this.typed() ?? this.begun());
  /** Whether it goes on with what was left; what stands as the reader's card by now is nothing left. */
  protected readonly restored = computed(() => {
    const left = this.left()?.draft;
    const told = (draft: ScorecardDraft) => JSON.stringify(cardOf(draft, this.indicators(), true));
    return left !== undefined && told(left) !== told(this.begun());
  });
  /** Whether an earlier try was saved though its answer was lost, so that this one judges anew. */
  protected readonly already = signal(false);
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
  private readonly said = viewChild<ElementRef<HTMLElement>>('said');
  private gone = false;

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.gone = true));
    // The field that an earlier try asks for comes with that try's card.
    effect(() => {
      if (this.already() && this.standing()) this.point();
    });
  }

  protected isWrong(gap: 'points' | 'remark' | 'reason', code = ''): boolean {
    return this.checked() && this.gaps().some((each) => each.gap === gap && ('code' in each ? each.code : '') === code);
  }

  protected change(change: Partial<ScorecardDraft>): void {
    this.typed.set({ ...this.draft(), ...change });
    this.keep();
  }

  protected discard(): void {
    this.drafts.forget(this.name());
    this.left.set(null);
    this.refusal.set('');
    this.checked.set(false);
  }

  protected with<V>(values: Readonly<Record<string, V>>, code: string, value: V): Record<string, V> {
    return { ...values, [code]: value };
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.saving()) return;
    this.refusal.set('');
    this.checked.set(true);
    if (this.gaps().length > 0) return this.point();
    this.saving.set(true);
    // Before it leaves: from here on it may be saved without our hearing of it.
    this.keep();
    try {
      const card = cardOf(this.draft(), this.indicators(), this.standing() !== undefined);
      await this.api.post(`/deals/${this.dealId()}/scorecards`, card, this.key());
      this.drafts.forget(this.name());
      this.notices.done(this.t().scorecard.submitted);
      if (!this.gone) this.submitted.emit();
    } catch (error) {
      this.refused(error);
    } finally {
      this.saving.set(false);
    }
  }

  /** The refusal stands at the top of a long window: it comes into view, and has the focus unless a field has. */
  private point(): void {
    setTimeout(() => {
      const said = this.said()?.nativeElement;
      said?.scrollIntoView?.({ block: 'nearest' });
      (document.querySelector<HTMLElement>('dialog [aria-invalid="true"]') ?? said)?.focus();
    });
  }

  private keep(): void {
    this.drafts.keep(this.name(), { draft: this.draft(), start: this.begun(), key: this.key() });
  }

  private refused(error: unknown): void {
    const problem = problemOf(error);
    const code = problem?.errors[0]?.code ?? '';
    const saved = code === 'reason-missing' || kindOf(problem) === 'idempotency-key-reused';
    this.refusal.set(saved ? '' : (this.t().words[code] ?? this.problems.sentence(error)));
    this.point();
    // Nobody knows what became of what was not answered: that stays the same request.
    if (!problem || problem.status >= 500 || kindOf(problem) === 'request-in-progress') return;
    this.key.set(crypto.randomUUID());
    this.keep();
    if (!saved || this.gone) return;
    this.already.set(true);
    this.overtaken.emit();
  }
}
