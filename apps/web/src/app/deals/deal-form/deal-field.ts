import { Component, computed, inject, input, output } from '@angular/core';
import { Field } from '@torch/ui';
import { currencies } from '../../kit';
import { Language } from '../../platform/language';
import { dealWords } from '../deal-words';
import { choices, type DealDraft, type DealField, isAmount, isChoice, isDay, isLong } from './deal-draft';

/** One fact of a deal as it is entered: on the form, or in the window that asks for it. */
@Component({
  selector: 'crm-deal-field',
  imports: [Field],
  templateUrl: './deal-field.html',
  styleUrl: './deal-field.css',
})
export class DealFieldInput {
  protected readonly labels = inject(Language).labels;
  protected readonly t = dealWords();

  readonly name = input.required<DealField>();
  readonly draft = input.required<DealDraft>();
  readonly errors = input<Readonly<Record<string, string>>>({});
  readonly entered = output<{ field: string; value: string }>();

  protected readonly label = computed(() => this.t().field[this.name()]);
  protected readonly hint = computed(() => {
    const [name, t] = [this.name(), this.t()];
    return name === 'workers' ? t.workersHint : name === 'industryCode' ? t.industryHint : '';
  });
  protected readonly kinds = computed(() => {
    const name = this.name();
    if (!isChoice(name)) return null;
    const words: Record<string, string> = this.labels()[name];
    return choices[name].map((code) => ({ code, name: words[code] ?? code }));
  });
  protected readonly currencies = currencies;
  protected readonly isAmount = isAmount;
  protected readonly isDay = isDay;
  protected readonly isLong = isLong;

  protected set(field: string, value: string): void {
    this.entered.emit({ field, value });
  }
}
