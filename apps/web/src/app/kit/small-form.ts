import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { Dialog, Field } from '@torch/ui';
import { forgetDraft, keepDraft, keptDraft } from '../platform/draft';
import { platformWords } from '../platform/platform-words';
import { kindOf, pathOf, problemOf, Problems } from '../platform/problem';
import { currencies, plainAmount } from './money';
import { Notices } from './notices';

interface Common {
  name: string;
  label: string;
  required?: boolean;
  hint?: string;
}

/** One field of a small form, and how it is filled in. */
export type SmallField =
  | (Common & { as: 'text' | 'area' | 'day' | 'number' | 'flag'; max?: number })
  | (Common & { as: 'choice'; options: readonly { value: string; label: string }[] })
  /** An amount in the field itself, its currency in `<name>.currency`. */
  | (Common & { as: 'money' });

/** As typed: text everywhere, a flag as `true` or nothing. */
export type SmallValues = Readonly<Record<string, string>>;

/** An amount with its currency as the server takes it, or null for an empty one. */
export const moneyOf = (values: SmallValues, name: string) =>
  values[name]?.trim()
    ? { amount: plainAmount(values[name] ?? ''), currency: values[`${name}.currency`] || 'CNY' }
    : null;

/**
 * A window with a few fields. What was typed is kept on the device until it is saved, stays when the server refuses,
 * and what is refused is said at its field.
 */
@Component({
  selector: 'crm-small-form',
  imports: [Dialog, Field],
  templateUrl: './small-form.html',
})
export class SmallForm {
  private readonly notices = inject(Notices);
  private readonly problems = inject(Problems);
  protected readonly t = platformWords();

  readonly heading = input.required<string>();
  readonly fields = input.required<readonly SmallField[]>();
  readonly initial = input<SmallValues>({});
  /** What saves it; its objections come back as a problem, and a text that it answers with is what is told. */
  readonly save = input.required<(values: SmallValues, key: string) => Promise<unknown>>();
  /** Under which name it is kept on the device; empty for one that is not worth it. */
  readonly keepAs = input('');
  readonly action = input('');
  /** Words for the server's codes, before the common ones. */
  readonly words = input<Readonly<Record<string, string>>>({});
  readonly done = input('');
  readonly saved = output();
  readonly closed = output();

  protected readonly currencies = currencies;
  protected readonly values = signal<SmallValues>({});
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  protected readonly whole = signal('');
  protected readonly saving = signal(false);
  protected readonly rows = computed(() =>
    this.fields().map((field) => ({ ...field, id: `small-${field.name}`, value: this.values()[field.name] ?? '' })),
  );
  private readonly key = crypto.randomUUID();

  constructor() {
    effect(() => {
      const [initial, name] = [this.initial(), this.keepAs()];
      untracked(() => this.values.set({ ...initial, ...(name ? keptDraft<SmallValues>(name) : null) }));
    });
  }

  protected set(name: string, value: string): void {
    this.values.update((values) => ({ ...values, [name]: value }));
    if (this.keepAs()) keepDraft(this.keepAs(), this.values());
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const empty = this.rows().filter(({ required, value }) => required && !value.trim());
    this.show(Object.fromEntries(empty.map(({ name }) => [name, this.problems.field('required')])), '');
    if (empty.length > 0) return;
    this.saving.set(true);
    try {
      const told = await this.save()(this.values(), this.key);
      if (this.keepAs()) forgetDraft(this.keepAs());
      this.notices.done(typeof told === 'string' ? told : this.done() || undefined);
      this.saved.emit();
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    const names = this.fields().map(({ name }) => name);
    const said = (problem?.errors ?? []).map((flaw) => {
      const path = pathOf(flaw);
      const name = names.find((each) => each === path) ?? names.find((each) => path.startsWith(`${each}.`)) ?? '';
      return [name, this.words()[flaw.code] ?? this.problems.field(flaw.code)] as const;
    });
    const elsewhere = said.filter(([name]) => name === '').map(([, text]) => text);
    const whole =
      kindOf(problem) === 'stale' || said.length === 0 ? this.problems.sentence(error) : elsewhere.join(' ');
    this.show(Object.fromEntries(said.filter(([name]) => name !== '')), whole);
  }

  private show(errors: Record<string, string>, whole: string): void {
    this.errors.set(errors);
    this.whole.set(whole);
    // The first field at fault gets the focus, once the messages stand.
    setTimeout(() => document.querySelector<HTMLElement>('dialog [aria-invalid="true"]')?.focus());
  }
}
