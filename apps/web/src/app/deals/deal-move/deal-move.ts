import { Component, computed, ElementRef, inject, input, linkedSignal, output, signal, untracked } from '@angular/core';
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
import { platformWords } from '../../platform/platform-words';
import { type Flaw, kindOf, pathOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { type DealDraft, dealDraftOf, updateDealOf } from '../deal-form/deal-draft';
import { DealFieldInput } from '../deal-form/deal-field';
import { dealObjections } from '../deal-form/deal-objections';
import { dealWords } from '../deal-words';
import { asked, elsewhere, fieldsAtFault, fieldsFor, unanswered } from './supply';

/** What is kept of the window on this device. */
interface Kept {
  to?: string;
  on?: string;
  reason?: string;
  closeReason?: string;
  fields?: DealDraft;
}

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
  protected readonly common = platformWords();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  /** Read once: what is typed lies under the name of who typed it, and comes back to nobody else. */
  private readonly writer = inject(Session).me()?.id ?? '';

  readonly deal = input.required<Deal>();
  readonly isHead = input.required<boolean>();
  /** The stage wished for, where the wish began elsewhere. */
  readonly preset = input<AnyDealStage | ''>('');
  readonly moved = output();
  readonly cancelled = output();

  private readonly name = computed(() => `${this.writer}.deal-move.${this.deal().id}`);
  /** What was typed so far, here or the last time. */
  private readonly typed = linkedSignal<Kept>(() => keptDraft<Kept>(this.name()) ?? {});
  protected readonly restored = linkedSignal(() => keptDraft<Kept>(this.name()) !== null);
  protected readonly to = linkedSignal<AnyDealStage | ''>(
    () => this.preset() || this.choosable(untracked(() => this.typed().to)),
  );
  protected readonly on = computed(() => this.typed().on ?? '');
  protected readonly reason = computed(() => this.typed().reason ?? '');
  protected readonly closeReason = computed(() => this.typed().closeReason ?? '');
  protected readonly override = signal(false);
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  /** What stands against the move and belongs to no field of the window. */
  protected readonly whole = signal('');
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
  protected readonly asked = computed(() => asked(this.missing()));
  /** What of it hangs on something else, and where that is. */
  protected readonly elsewhere = computed(() => elsewhere(this.missing(), this.deal()));
  protected readonly draft = computed((): DealDraft => ({ ...dealDraftOf(this.deal()), ...this.typed().fields }));
  protected readonly needsReason = computed(
    () => ['back', 'hold', 'reopen'].includes(this.kind() ?? '') || (this.override() && this.missing().length > 0),
  );

  protected evidence(one: string): string {
    const words: Record<string, string> = this.labels().evidence;
    return words[one] ?? one;
  }

  /** Kept on the device until the deal has moved. */
  protected note(change: Kept): void {
    this.typed.update((typed) => ({ ...typed, ...change }));
    keepDraft(this.name(), this.typed());
  }

  protected enter(field: string, value: string): void {
    this.note({ fields: { ...this.typed().fields, [field]: value } });
  }

  protected discard(): void {
    forgetDraft(this.name());
    this.typed.set({});
    this.restored.set(false);
    this.to.set(this.preset());
    this.show({}, []);
  }

  protected choose(stage: string): void {
    this.to.set(this.choosable(stage));
    this.note({ to: this.to() });
    this.show({}, []);
  }

  protected async move(event: Event): Promise<void> {
    event.preventDefault();
    if (this.saving()) return;
    const stage = this.to();
    if (!stage) return this.show({ stage: this.t().choose }, []);
    const facts = updateDealOf(this.deal(), this.shownDraft());
    const checked = UpdateDeal.safeParse(facts);
    const flaws = (checked.error?.issues ?? []).map(({ path, code }) => ({ path: path.join('.'), code }));
    this.sort([...this.gaps(stage), ...flaws.map((flaw) => ({ ...flaw, path: `evidence.${flaw.path}` }))]);
    if (!checked.success || Object.keys(this.errors()).length > 0) return;
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
      forgetDraft(this.name());
      this.notices.done(this.t().moved(this.labels().dealStage[stage]));
      this.moved.emit();
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  private choosable(stage: string | undefined): AnyDealStage | '' {
    return this.choices().find((each) => each === stage) ?? '';
  }

  /** What was entered for another stage is kept for it, and not sent with this one. */
  private shownDraft(): DealDraft {
    const fields = this.asked().flatMap((piece): string[] => [...piece.fields, piece.waiver]);
    const shown = Object.entries(this.typed().fields ?? {}).filter(
      ([field]) => fields.includes(field) || fields.includes(field.replace(/\.currency$/, '')),
    );
    return { ...dealDraftOf(this.deal()), ...Object.fromEntries(shown) };
  }

  /** What this window asks for and is still empty: said before anything is sent. */
  private gaps(stage: AnyDealStage): Flaw[] {
    const reasons = [
      ...(this.needsReason() && !this.reason().trim() ? ['reason'] : []),
      ...(stage === 'lost' && !this.closeReason() ? ['closeReason'] : []),
    ].map((path) => ({ path, code: 'reason-missing' }));
    if (this.override()) return reasons;
    const missing = unanswered(this.missing(), this.shownDraft());
    return [...missing.map((one) => ({ path: `evidence.${one}`, code: 'evidence-missing' })), ...reasons];
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    if (!problem?.errors.length) this.notices.failed(error);
    // The page shows how the deal stands now; what was typed stays for another try.
    if (kindOf(problem) === 'stale') this.moved.emit();
    this.sort(problem?.errors ?? []);
  }

  /** Puts what stands against the move at the fields that it concerns, and all that concerns none of them above. */
  private sort(flaws: readonly Flaw[]): void {
    const all = flaws.map((flaw) => ({ code: flaw.code, path: pathOf(flaw) }));
    const isMissing = ({ code }: { code: string }) => code === 'evidence-missing';
    const missing = all.filter(isMissing).map(({ path }) => path.replace('evidence.', '') as Evidence);
    const rest = all
      .filter((flaw) => !isMissing(flaw))
      .map(({ code, path }) => ({
        code,
        path: path === 'reason' && this.to() === 'lost' ? 'closeReason' : path.replace(/^evidence\./, ''),
      }));
    const said = {
      ...Object.fromEntries(
        missing.flatMap((one) =>
          fieldsAtFault(one, this.draft()).map((field) => [field, this.t().error['evidence-missing']] as const),
        ),
      ),
      ...dealObjections(rest, this.t().error),
    };
    const shown = [
      'stage',
      'on',
      'reason',
      ...(this.to() === 'lost' ? ['closeReason'] : []),
      ...this.asked().flatMap(({ fields, waiver }): string[] => [...fields, waiver]),
    ];
    const entries = Object.entries(said);
    const absent = missing.filter((one) => fieldsFor([one]).length === 0).map((one) => this.evidence(one));
    const words: Record<string, string> = this.t().field;
    this.show(Object.fromEntries(entries.filter(([field]) => shown.includes(field))), [
      ...(absent.length > 0 ? [this.t().bulkMissing(absent.join(' · '))] : []),
      ...entries
        .filter(([field]) => !shown.includes(field))
        .map(([field, text]) => [words[field], text].filter(Boolean).join(': ')),
    ]);
  }

  private show(errors: Readonly<Record<string, string>>, whole: readonly string[]): void {
    this.errors.set(errors);
    this.whole.set(whole.join(' '));
    // The first field at fault gets the focus, or the sentence above where there is none, once they stand.
    setTimeout(() => {
      const host = this.host.nativeElement;
      (
        host.querySelector<HTMLElement>('[aria-invalid="true"]') ?? host.querySelector<HTMLElement>('.bad.notice')
      )?.focus();
    });
  }
}
