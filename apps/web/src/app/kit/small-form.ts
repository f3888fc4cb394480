import { Component, computed, DestroyRef, inject, input, output } from '@angular/core';
import { Dialog, Field } from '@torch/ui';
import * as z from 'zod';
import { platformWords } from '../platform/platform-words';
import { type Flaw, pathOf, Problems } from '../platform/problem';
import { FormActions } from './form-actions';
import { FormNotices } from './form-notices';
import { currencies, plainAmount } from './money';
import { Notices } from './notices';
import { type Reader, RecordForm } from './record-form';

interface Common {
  name: string;
  label: string;
  required?: boolean;
  /** A function where it hangs on what is typed elsewhere. */
  hint?: string | ((values: SmallValues) => string);
  /** Whether it is asked for at all; left out, it is. */
  when?: (values: SmallValues) => boolean;
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
 * What a window does when somebody else saved the record first.
 * @param schema of the record in the refusal
 * @param take makes it the record that is saved next
 * @param initial what the window begins from, once it is taken
 */
export const takingIn = <R>(
  schema: Reader<R>,
  take: (record: R) => void,
  initial: () => SmallValues = () => ({}),
): Reader<SmallValues> => ({
  safeParse: (sent) => {
    const read = schema.safeParse(sent);
    if (!read.success) return read;
    take(read.data);
    return { success: true, data: initial() };
  },
});

const nothing: Reader<never> = { safeParse: () => ({ success: false }) };
const filled = z.string().trim().min(1);
const currencyOf = (name: string) => `${name}.currency`;

/**
 * A window with a few fields, as careful as the large forms: what was typed is kept on the device until it is saved,
 * is sent once however often it is tried, stays when the server refuses, and is brought together with what somebody
 * else saved first. The list below is to be read again once it is closed: its last try may have been saved.
 */
@Component({
  selector: 'crm-small-form',
  imports: [Dialog, Field, FormActions, FormNotices],
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
  /**
   * Names what is being written and what about, such as `offer.<id>`, `offer.<id>.review` or `offer.new.<deal's id>`:
   * under it, the draft lies on the device.
   */
  readonly keepAs = input.required<string>();
  /** Whether it makes something that nobody else can have changed. */
  readonly isNew = input(false);
  /** Takes in what somebody else saved first; see `takingIn`. */
  readonly current = input<Reader<SmallValues>>(nothing);
  readonly action = input('');
  /** Words for the server's codes, before the common ones. */
  readonly words = input<Readonly<Record<string, string>>>({});
  readonly done = input('');
  readonly saved = output();
  readonly closed = output();

  protected readonly currencies = currencies;
  protected readonly edit: RecordForm<SmallValues, SmallValues> = this.begin();
  protected readonly rows = computed(() => {
    const values = this.edit.draft();
    return this.fields()
      .filter(({ when }) => when?.(values) ?? true)
      .map((field) => ({
        ...field,
        id: `small-${field.name}`,
        value: values[field.name] ?? '',
        hint: typeof field.hint === 'function' ? field.hint(values) : (field.hint ?? ''),
      }));
  });
  private gone = false;

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.gone = true));
  }

  protected set(name: string, value: string): void {
    this.edit.set({ [name]: value });
  }

  protected readonly word = (name: string): string => {
    const field = this.fields().find((each) => each.name === name);
    if (field) return field.label;
    const amount = this.fields().find((each) => currencyOf(each.name) === name);
    return amount ? `${amount.label} · ${this.t().currency}` : name;
  };

  protected readonly show = (name: string, value: unknown): string => {
    const [field, text] = [this.fields().find((each) => each.name === name), typeof value === 'string' ? value : ''];
    if (field?.as === 'flag') return text ? field.label : this.t().none;
    return (field?.as === 'choice' && field.options.find((each) => each.value === text)?.label) || text;
  };

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const required = this.rows().filter((row) => row.required);
    const asked = z.object(Object.fromEntries(required.map(({ name }) => [name, filled])));
    if (!this.edit.accepts(asked, this.edit.draft())) return;
    const answer = await this.edit.submit(async (_, key) => ({ told: await this.save()(this.edit.draft(), key) }));
    if (!answer) return;
    this.notices.done(typeof answer.told === 'string' ? answer.told : this.done() || undefined);
    // Closed meanwhile, there is nobody left to tell.
    if (!this.gone) this.saved.emit();
  }

  private begin(): RecordForm<SmallValues, SmallValues> {
    const amounts = () => this.fields().filter(({ as }) => as === 'money');
    return new RecordForm<SmallValues, SmallValues>({
      schema: { safeParse: (sent) => this.current().safeParse(sent) },
      record: () => (this.isNew() ? undefined : this.initial()),
      draftOf: (values) => values ?? this.initial(),
      objections: (flaws) => this.objections(flaws),
      keepAs: () => this.keepAs(),
      get together() {
        return amounts().map(({ name }) => [name, currencyOf(name)]);
      },
    });
  }

  /** Each at its field, and in one sentence what has none. */
  private objections(flaws: readonly Flaw[]): Record<string, string> {
    const names = this.rows().map(({ name }) => name);
    const said: Record<string, string> = {};
    for (const flaw of flaws) {
      const path = pathOf(flaw);
      const name = names.find((each) => each === path) ?? names.find((each) => path.startsWith(`${each}.`)) ?? '';
      const text = this.words()[flaw.code] ?? this.problems.field(flaw.code);
      said[name] = said[name] ? `${said[name]} ${text}` : text;
    }
    return said;
  }
}
