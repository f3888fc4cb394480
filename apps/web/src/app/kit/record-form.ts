import {
  computed,
  DestroyRef,
  effect,
  inject,
  linkedSignal,
  signal,
  untracked,
  type WritableSignal,
} from '@angular/core';
import type { ProblemDetails } from '@torch/contracts';
import type * as z from 'zod';
import { Drafts } from '../platform/draft';
import { type Flaw, kindOf, Problems, problemOf } from '../platform/problem';
import { type Conflict, merge } from './merge';

export type { Flaw };

/** Reads a record out of what the server sent; a schema of the contract does. */
export interface Reader<R> {
  safeParse(sent: unknown): { success: true; data: R } | { success: false };
}

interface Options<R extends object, D extends object> {
  /** By which a refusal's present state is read. */
  schema: Reader<R>;
  /** The record to change; undefined for a new one, or while it is being read. */
  record: () => R | undefined;
  /** Whether there is something to begin from; left out, there is. */
  ready?: () => boolean;
  /** What the form shows of a record, or of a new one. */
  draftOf: (record: R | undefined) => D;
  /** Sentences by field, in the reader's language, under no name one about the whole; left out, the general ones. */
  objections?: (flaws: readonly Flaw[]) => Record<string, string>;
  /** Names what is being written, and what is kept of it on this device. */
  keepAs: () => string;
  /** False keeps nothing on the device, as where a password is typed. */
  keeps?: false;
  /** Fields that mean something only together. */
  together?: readonly (readonly (keyof D)[])[];
}

/** Whether nothing stands at that place of the input. */
function isEmpty(input: unknown, path: readonly PropertyKey[]): boolean {
  const value = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
    input,
  );
  return value === '' || value === null || value === undefined;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What every form about a record does: it goes on with what was left on this device, keeps each keystroke there until
 * the server has it, sends a new record once however often it is tried, and brings two people's changes together.
 * Made in an injection context.
 */
export class RecordForm<R extends object, D extends object> {
  private readonly problems = inject(Problems);
  private readonly drafts = new Drafts();

  /** Whether the draft lies on this device, too. */
  readonly keeps: boolean;
  readonly base: WritableSignal<R | undefined>;
  readonly draft: WritableSignal<D>;
  /** One sentence about the whole; empty when nothing stands against it. */
  readonly message = signal('');
  readonly saving = signal(false);
  /** Whether it went on with what was left on this device. */
  readonly restored = signal(false);
  /** Whether this device keeps the draft; false when its storage is full or closed. */
  readonly isKept = signal(true);
  /** Whether somebody else saved first, and their changes stand in the form now. */
  readonly stale = signal(false);
  readonly conflicts = signal<Conflict<D>[]>([]);
  /** Fields that only the other person changed. */
  readonly takenOver = signal<(keyof D)[]>([]);
  /** The last refusal, for what only one form knows how to show. */
  readonly problem = signal<ProblemDetails | null>(null);
  /** Whether an earlier try was saved, though its answer was lost: what was typed since can only be let go. */
  readonly spent = computed(() => kindOf(this.problem()) === 'idempotency-key-reused');
  readonly errors = signal<Readonly<Record<string, string>>>({});

  private readonly start = computed(() => this.options.draftOf(this.base()));
  /** What it has begun with: another record on the same page begins anew. */
  private readonly begun = signal<string | null>(null);
  private readonly saved = signal(false);
  readonly dirty = computed(() => this.begun() !== null && !this.saved() && !same(this.draft(), this.start()));
  private readonly name = computed(() => this.options.keepAs());
  private readonly key = signal<string>(crypto.randomUUID());
  /** With which state of the record the draft was last brought together. */
  private joined: D | null = null;

  constructor(private readonly options: Options<R, D>) {
    this.keeps = options.keeps ?? true;
    this.base = linkedSignal(() => options.record());
    this.draft = signal(untracked(() => options.draftOf(undefined)));
    effect(() => {
      const [name, ready] = [this.name(), options.ready?.() ?? true];
      this.start();
      untracked(() => (ready ? this.begin(name) : this.begun.set(null)));
    });
    effect(() => this.keep());
    // What was typed in the last instant too: effects come a moment later, and the page may be gone by then.
    const leave = () => untracked(() => this.keep());
    addEventListener('pagehide', leave);
    inject(DestroyRef).onDestroy(() => removeEventListener('pagehide', leave));
  }

  set(change: Partial<D>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  /** Settles a conflict with what the other person wrote. */
  take({ field, theirs }: Conflict<D>): void {
    this.draft.update((draft) => ({ ...draft, [field]: theirs }));
  }

  /** Settles a conflict with what was typed here. */
  insist({ field, mine }: Conflict<D>): void {
    this.draft.update((draft) => ({ ...draft, [field]: mine }));
  }

  /** Lets go of what was typed; on a page that stays, also what makes room for the next one after saving. */
  discard(): void {
    this.drafts.forget(this.name());
    this.joined = this.start();
    this.draft.set(this.joined);
    this.saved.set(false);
    this.renew();
    this.restored.set(false);
    this.ask(false, [], []);
    this.clear();
  }

  /** Checks the input by the contract before it is sent, and shows what stands against it. */
  accepts(schema: z.ZodType, input: unknown): boolean {
    this.clear();
    const flaws = (schema.safeParse(input).error?.issues ?? []).map(({ path, code }) => ({
      path,
      // An empty field is missing, whatever else the schema holds against it.
      code: isEmpty(input, path) ? 'too_small' : code,
    }));
    if (flaws.length > 0) this.object(flaws, this.problems.check);
    return flaws.length === 0;
  }

  /**
   * Sends what was typed. A second press does nothing while the first one is under way, nor after it, until the page
   * has gone on: the button itself is closed no sooner than the screen is drawn again.
   * @returns what the server answered; null when nothing was sent, or it refused: then what stands against it is on screen
   */
  async submit<A = R>(send: (base: R | undefined, key: string) => Promise<A>): Promise<A | null> {
    if (this.saving() || this.saved()) return null;
    this.clear();
    this.saving.set(true);
    // Before it leaves: from here on it may be saved without our hearing of it.
    if (this.keeps) this.store();
    try {
      const answer = await send(this.base(), this.key());
      this.saved.set(true);
      this.drafts.forget(this.name());
      return answer;
    } catch (error) {
      this.refused(error);
      return null;
    } finally {
      this.saving.set(false);
    }
  }

  /**
   * Checks and sends what was typed, where what is sent hangs on whether the record is new.
   * @param how the contract, the input, and how it is sent
   */
  async send(
    how: (base: R | undefined, key: string) => readonly [z.ZodType, unknown, (input: unknown) => Promise<R>],
  ): Promise<R | null> {
    const [schema, input, work] = how(this.base(), this.key());
    return this.accepts(schema, input) ? this.submit(() => work(input)) : null;
  }

  private begin(name: string): void {
    if (this.begun() === name) return this.join();
    this.clear();
    this.ask(false, [], []);
    this.saved.set(false);
    this.restored.set(false);
    const kept = this.keeps ? this.drafts.kept<D>(name) : null;
    const start = this.start();
    this.joined = start;
    if (kept?.draft && kept.start) {
      this.key.set(kept.key ?? crypto.randomUUID());
      const { merged, conflicts, takenOver } = merge(kept.start, start, kept.draft, this.options.together);
      this.draft.set({ ...start, ...merged });
      this.restored.set(!same(this.draft(), start));
      if (this.base()) this.ask(conflicts.length + takenOver.length > 0, conflicts, takenOver);
    } else {
      this.renew();
      this.draft.set(start);
    }
    this.begun.set(name);
  }

  /** The record was read again under the form: its new values come in where nothing was typed. */
  private join(): void {
    const [before, now, typed] = [this.joined, this.start(), this.draft()];
    if (!before || this.saved() || same(before, now)) return;
    this.joined = now;
    const { merged, conflicts, takenOver } = merge(before, now, typed, this.options.together);
    this.draft.set(merged);
    if (!same(before, typed) && this.base()) this.ask(true, conflicts, takenOver);
  }

  private keep(): void {
    if (this.begun() !== this.name() || this.saved() || !this.keeps) return;
    if (this.dirty()) this.store();
    else this.drafts.forget(this.name());
  }

  private store(): void {
    const kept = { draft: this.draft(), start: this.start(), key: this.key() };
    this.isKept.set(this.drafts.keep(this.name(), kept));
  }

  private renew(): void {
    this.key.set(crypto.randomUUID());
  }

  private clear(): void {
    this.errors.set({});
    this.message.set('');
    this.problem.set(null);
  }

  private refused(error: unknown): void {
    const problem = problemOf(error);
    const kind = kindOf(problem);
    this.problem.set(problem);
    // What was refused was not kept, so the next try is another request. After a failure nobody knows: it stays the same one.
    if (problem && problem.status < 500 && kind !== 'idempotency-key-reused' && kind !== 'request-in-progress')
      this.renew();
    const current = this.options.schema.safeParse(problem?.['current']);
    if (kind === 'stale' && current.success) return this.takeIn(current.data);
    const flaws = problem?.errors ?? [];
    this.object(flaws, flaws.length > 0 ? this.problems.check : this.problems.sentence(error));
  }

  private object(flaws: readonly Flaw[], sentence: string): void {
    const { '': whole, ...errors } = this.options.objections?.(flaws) ?? this.problems.byField(flaws);
    this.errors.set(errors);
    this.message.set(whole ?? sentence);
    // The first field at fault gets the focus, once the messages stand; in a window, not one of the page below it.
    setTimeout(() => {
      const within = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
      within.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    });
  }

  /** Somebody else saved first: theirs where nothing was typed here, and a question where both changed something. */
  private takeIn(current: R): void {
    const { merged, conflicts, takenOver } = merge(
      // Not what the record is now: whoever read the refusal may have taken it in already.
      this.joined ?? this.start(),
      this.options.draftOf(current),
      this.draft(),
      this.options.together,
    );
    this.base.set(current);
    this.joined = this.start();
    this.draft.set({ ...this.start(), ...merged });
    this.ask(true, conflicts, takenOver);
  }

  private ask(stale: boolean, conflicts: Conflict<D>[], takenOver: (keyof D)[]): void {
    this.stale.set(stale);
    this.conflicts.set(conflicts);
    this.takenOver.set(takenOver);
  }
}
