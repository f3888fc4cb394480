import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Deal, UpdateDeal } from '@torch/contracts';
import {
  type AnyDealStage,
  evidence,
  type Evidence,
  isOnRoad,
  moveKind,
  nextStages,
  stagesEntered,
  type Standing,
} from '@torch/domain';
import { Dialog, Field } from '@torch/ui';
import { Notices, Times } from '../../kit';
import { forgetDraft, keepDraft, keptDraft } from '../../platform/draft';
import { Language } from '../../platform/language';
import { kindOf, pathOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { DealClient } from '../deal-client';
import { type DealDraft, dealDraftOf, updateDealOf } from '../deal-form/deal-draft';
import { DealFieldInput } from '../deal-form/deal-field';
import { dealObjections } from '../deal-form/deal-objections';
import { dealWords } from '../deal-words';
import { elsewhere, fieldsFor } from './supply';

/** Moves a deal: says beforehand, by the server's own rules, what the way asks for. */
@Component({
  selector: 'crm-deal-move',
  imports: [DealFieldInput, Dialog, Field, RouterLink],
  templateUrl: './deal-move.html',
})
export class DealMove {
  private readonly client = inject(DealClient);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  protected readonly reference = inject(Reference);
  protected readonly labels = inject(Language).labels;
  protected readonly t = dealWords();

  readonly deal = input.required<Deal>();
  readonly isHead = input.required<boolean>();
  /** The stage wished for, where the wish began elsewhere. */
  readonly preset = input<AnyDealStage | ''>('');
  readonly moved = output();
  readonly cancelled = output();

  protected readonly to = linkedSignal<AnyDealStage | ''>(() => this.preset());
  protected readonly on = signal('');
  protected readonly reason = signal('');
  protected readonly closeReason = signal('');
  protected readonly override = signal(false);
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  protected readonly saving = signal(false);

  private readonly standing = computed(() => {
    const { stage, stageLeft } = this.deal();
    return { stage, stageLeft } as Standing;
  });
  private readonly kind = computed(() => {
    const to = this.to();
    return to ? moveKind(this.standing(), to) : null;
  });
  /** Back and again: the head's alone. */
  protected readonly choices = computed(() =>
    nextStages(this.standing()).filter((to) => {
      const kind = moveKind(this.standing(), to);
      return this.isHead() || (kind !== 'back' && kind !== 'reopen');
    }),
  );
  protected readonly today = computed(() => this.times.today());
  protected readonly missing = computed(() => {
    const [from, to] = [this.standing().stage, this.to()];
    if (this.kind() !== 'forward' || !to || !isOnRoad(from) || !isOnRoad(to)) return [];
    const asked = new Set<Evidence>(stagesEntered(from, to).flatMap((stage) => evidence[stage]));
    return [...asked].filter((one) => this.deal().missing.includes(one));
  });
  /** What of the missing can be entered here and now. */
  protected readonly fields = computed(() => fieldsFor(this.missing()));
  /** What of it hangs on something else, and where that is. */
  protected readonly elsewhere = computed(() => elsewhere(this.missing(), this.deal()));
  private readonly entered = linkedSignal<DealDraft>(() => keptDraft<DealDraft>(this.kept()) ?? {});
  protected readonly draft = computed((): DealDraft => ({ ...dealDraftOf(this.deal()), ...this.entered() }));
  protected readonly needsReason = computed(
    () => ['back', 'hold', 'reopen'].includes(this.kind() ?? '') || (this.override() && this.missing().length > 0),
  );

  protected evidence(one: string): string {
    const words: Record<string, string> = this.labels().evidence;
    return words[one] ?? one;
  }

  /** Kept on the device until the deal has moved. */
  protected enter(field: string, value: string): void {
    this.entered.update((entered) => ({ ...entered, [field]: value }));
    keepDraft(this.kept(), this.entered());
  }

  /** What was entered for another stage is kept for it, and not sent with this one. */
  private shownDraft(): DealDraft {
    const fields: readonly string[] = this.fields();
    const shown = Object.entries(this.entered()).filter(([field]) => fields.includes(field.split('.')[0] ?? ''));
    return { ...dealDraftOf(this.deal()), ...Object.fromEntries(shown) };
  }

  protected choose(stage: string): void {
    this.to.set(this.choices().find((each) => each === stage) ?? '');
    this.errors.set({});
  }

  protected async move(event: Event): Promise<void> {
    event.preventDefault();
    const stage = this.to();
    if (!stage) return this.errors.set({ stage: this.t().choose });
    const facts = updateDealOf(this.deal(), this.shownDraft());
    const checked = UpdateDeal.safeParse(facts);
    if (!checked.success) {
      const flaws = checked.error.issues.map(({ path, code }) => ({ path: path.join('.'), code }));
      return this.errors.set(dealObjections(flaws, this.t().error));
    }
    const { version: _, ...evidence } = checked.data;
    this.saving.set(true);
    try {
      await this.client.move(this.deal().id, {
        version: this.deal().version,
        stage,
        ...(Object.keys(evidence).length > 0 && { evidence }),
        ...(this.on() && { on: this.on() }),
        reason: this.reason().trim() || null,
        closeReason: stage === 'lost' ? this.closeReason() || null : null,
        override: this.override() && this.missing().length > 0,
      });
      forgetDraft(this.kept());
      this.notices.done(this.t().moved(this.labels().dealStage[stage]));
      this.moved.emit();
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    if (!problem?.errors.length) this.notices.failed(error);
    // The page shows how the deal stands now; what was typed stays for another try.
    if (kindOf(problem) === 'stale') this.moved.emit();
    const known: Record<string, string> = this.t().error;
    const flaws = (problem?.errors ?? []).map((flaw) => ({ ...flaw, path: pathOf(flaw) }));
    const ofFacts = flaws.filter(({ path, code }) => path.startsWith('evidence.') && code !== 'evidence-missing');
    const ofMove = flaws.filter((flaw) => !ofFacts.includes(flaw));
    this.errors.set({
      ...dealObjections(
        ofFacts.map((flaw) => ({ ...flaw, path: flaw.path.slice('evidence.'.length) })),
        this.t().error,
      ),
      ...Object.fromEntries(
        ofMove.map(({ path, code }) => [
          path === 'reason' && this.to() === 'lost' ? 'closeReason' : path,
          known[code] ??
            (code.startsWith('before-') ? known[path === 'on' ? 'before-its-day' : 'order'] : known['other']) ??
            '',
        ]),
      ),
    });
  }

  private readonly kept = computed(() => `deal-move.${this.deal().id}`);
}
