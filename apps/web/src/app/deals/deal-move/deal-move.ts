import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { Deal } from '@torch/contracts';
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
import { Language } from '../../platform/language';
import { kindOf, pathOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';

/** Moves a deal: says beforehand, by the server's own rules, what the way asks for. */
@Component({
  selector: 'crm-deal-move',
  imports: [Dialog, Field],
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
    const asked: readonly Evidence[] = stagesEntered(from, to).flatMap((stage) => evidence[stage]);
    return this.deal().missing.filter((one) => asked.some((each) => each === one));
  });
  protected readonly needsReason = computed(
    () => ['back', 'hold', 'reopen'].includes(this.kind() ?? '') || (this.override() && this.missing().length > 0),
  );

  protected evidence(one: string): string {
    const words: Record<string, string> = this.labels().evidence;
    return words[one] ?? one;
  }

  protected choose(stage: string): void {
    this.to.set(this.choices().find((each) => each === stage) ?? '');
    this.errors.set({});
  }

  protected async move(event: Event): Promise<void> {
    event.preventDefault();
    const stage = this.to();
    if (!stage) return this.errors.set({ stage: this.t().choose });
    this.saving.set(true);
    try {
      await this.client.move(this.deal().id, {
        version: this.deal().version,
        stage,
        ...(this.on() && { on: this.on() }),
        reason: this.reason().trim() || null,
        closeReason: stage === 'lost' ? this.closeReason() || null : null,
        override: this.override() && this.missing().length > 0,
      });
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
    this.errors.set(
      Object.fromEntries(
        (problem?.errors ?? []).map((flaw) => {
          const path = pathOf(flaw);
          const field = path === 'reason' && this.to() === 'lost' ? 'closeReason' : path;
          return [field, known[flaw.code] ?? (flaw.code.startsWith('before-') ? known['order'] : known['other']) ?? ''];
        }),
      ),
    );
  }
}
