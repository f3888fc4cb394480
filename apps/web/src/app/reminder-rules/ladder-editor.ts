import { Component, computed, inject, input, output } from '@angular/core';
import type { ReminderStep } from '@torch/contracts';
import {
  hasHour,
  isDigest,
  recipientsOf,
  type ReminderTrigger,
  stepsAtMost,
  type StepUnit,
  unitsOf,
} from '@torch/domain';
import { Language } from '../platform/language';
import { newStep } from './rule-draft';
import { RuleSentences, ruleWords } from './rule-words';

/** The steps of a rule as rows: added, moved, removed, each with when, to whom, and at what hour. */
@Component({
  selector: 'crm-ladder-editor',
  templateUrl: './ladder-editor.html',
  styleUrl: './ladder-editor.css',
  host: { class: 'stack' },
})
export class LadderEditor {
  protected readonly labels = inject(Language).labels;
  protected readonly say = inject(RuleSentences);
  protected readonly t = ruleWords();

  readonly trigger = input.required<ReminderTrigger>();
  readonly value = input.required<readonly ReminderStep[]>();
  /** By path: `steps.2.unit`. */
  readonly errors = input<Readonly<Record<string, string>>>({});
  readonly changed = output<readonly ReminderStep[]>();

  protected readonly units = computed(() => unitsOf(this.trigger()));
  protected readonly recipients = computed(() => recipientsOf(this.trigger()));
  protected readonly digest = computed(() => isDigest(this.trigger()));
  protected readonly weekly = computed(() => this.trigger() === 'digest.weekly');
  protected readonly monthly = computed(() => this.trigger() === 'digest.monthly');
  protected readonly weekdays = [1, 2, 3, 4, 5, 6, 7];
  protected readonly mayAdd = computed(() => !this.digest() && this.value().length < stepsAtMost);
  protected readonly hasHour = hasHour;
  protected readonly abs = Math.abs;

  protected flawsOf(at: number): string {
    return Object.entries(this.errors())
      .filter(([path]) => path.startsWith(`steps.${at}.`))
      .map(([, said]) => said)
      .join(' ');
  }

  protected set(at: number, change: Partial<ReminderStep>): void {
    this.changed.emit(this.value().map((step, index) => (index === at ? { ...step, ...change } : step)));
  }

  protected setUnit(at: number, unit: StepUnit): void {
    const { time = null, offset = 1 } = this.value()[at] ?? {};
    this.set(at, { unit, time: hasHour(unit) ? time : null, offset: unit === 'notice' ? 0 : offset });
  }

  protected setNumber(at: number, text: string): void {
    const number = Math.min(9_999, Math.trunc(Number(text)) || 0);
    this.set(at, { offset: this.isBefore(at) ? -Math.abs(number) : Math.abs(number) });
  }

  protected setSide(at: number, before: boolean): void {
    const number = Math.abs(this.value()[at]?.offset ?? 1) || 1;
    this.set(at, { offset: before ? -number : number });
  }

  protected isBefore(at: number): boolean {
    return (this.value()[at]?.offset ?? 0) < 0;
  }

  protected toggle(at: number, recipient: ReminderStep['to'][number]): void {
    const chosen = this.value()[at]?.to ?? [];
    const to = this.recipients().filter((each) => chosen.includes(each) !== (each === recipient));
    this.set(at, { to });
  }

  protected add(): void {
    this.changed.emit([...this.value(), newStep(this.trigger(), this.value().at(-1))]);
  }

  protected drop(at: number): void {
    this.changed.emit(this.value().filter((_, index) => index !== at));
  }

  protected move(at: number, by: -1 | 1): void {
    const steps = [...this.value()];
    const [step] = steps.splice(at, 1);
    if (step) steps.splice(at + by, 0, step);
    this.changed.emit(steps);
  }
}
