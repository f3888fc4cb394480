import { computed, inject, Injectable } from '@angular/core';
import type { ReminderRule, ReminderStep, RuleConditions } from '@torch/contracts';
import { dealStages, digestTriggers, hasHour, isDigest, type ReminderTrigger } from '@torch/domain';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { en } from './rules.en';
import { zh } from './rules.zh';

export const ruleWords = () => inject(Language).words(zh, en);

/** Monday, whose number in a weekly digest is 1. */
const monday = Date.UTC(2024, 0, 1);
const day = 86_400_000;

/** Rules as sentences in the reader's language. */
@Injectable({ providedIn: 'root' })
export class RuleSentences {
  private readonly language = inject(Language);
  private readonly reference = inject(Reference);
  private readonly t = ruleWords();
  private readonly labels = this.language.labels;
  private readonly locale = computed(() => (this.language.current() === 'en' ? 'en-GB' : 'zh-CN'));

  name = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }): string =>
    this.language.current() === 'en' ? nameEn : nameZh;

  weekday = (number: number): string =>
    new Intl.DateTimeFormat(this.locale(), { weekday: 'long', timeZone: 'UTC' }).format(monday + (number - 1) * day);

  /** When a step comes: "提前 1 个工作日 · 09:00". */
  when(trigger: ReminderTrigger, { offset, unit, time }: Pick<ReminderStep, 'offset' | 'unit' | 'time'>): string {
    const words = this.t().sentence;
    const hour = time && hasHour(unit) ? ` · ${time}` : '';
    if (isDigest(trigger)) return this.digest(trigger, offset) + hour;
    if (unit === 'notice') return words.notice;
    if (offset === 0) return (hasHour(unit) ? words.sameDay : words.atOnce) + hour;
    const count = Math.abs(offset);
    const counted = this.unit(unit, count);
    return (offset < 0 ? words.before(count, counted) : words.after(count, counted)) + hour;
  }

  /** One of a unit is no plural. */
  unit(unit: ReminderStep['unit'], count: number): string {
    const label = this.labels().stepUnit[unit];
    return this.language.current() === 'en' && count === 1 ? label.replace(/s$/, '') : label;
  }

  to = (to: ReminderStep['to']): string =>
    to.map((each) => this.labels().reminderRecipient[each]).join(this.t().sentence.between);

  step = (trigger: ReminderTrigger, step: ReminderStep): string =>
    `${this.when(trigger, step)}:${this.language.current() === 'en' ? ' ' : ''}${this.to(step.to)}`;

  /** What narrows a rule, one sentence each. */
  conditions({ statuses, stages, channels, minInvestment, normDays }: RuleConditions, currency = ''): string[] {
    const { sentence } = this.t();
    const stageName = (code: string) => (this.labels().dealStage as Record<string, string>)[code] ?? code;
    const statusName = (code: string) => (this.labels().leadStatus as Record<string, string>)[code] ?? code;
    const list = (all: readonly string[] | undefined, name: (code: string) => string) =>
      all ? [all.map(name).join(sentence.between)] : [];
    const amount = (text: string) => `${text.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${currency ? ` ${currency}` : ''}`;
    return [
      ...list(statuses, statusName),
      ...list(stages, stageName),
      ...list(channels, (code) => this.reference.name('channels', code)),
      ...(minInvestment === undefined ? [] : [sentence.atLeast(amount(minInvestment))]),
      ...(normDays
        ? [
            dealStages
              .flatMap((stage) => (normDays[stage] ? [sentence.norm(stageName(stage), normDays[stage])] : []))
              .join(sentence.between),
          ]
        : []),
    ];
  }

  /** A field of a rule's history, as a person reads it. */
  value(field: string, value: unknown, trigger: ReminderTrigger, currency: string): string {
    if (value === null || value === undefined) return '—';
    if (field === 'active') return value ? this.t().on : this.t().off;
    if (field === 'trigger') return this.labels().reminderTrigger[value as ReminderTrigger];
    if (field === 'conditions')
      return this.conditions(value as ReminderRule['conditions'], currency).join('; ') || this.t().rule.always;
    if (field === 'steps')
      return (value as ReminderRule['steps'])
        .map((step, index) => `${index + 1}. ${this.step(trigger, step)}`)
        .join('\n');
    return String(value);
  }

  private digest(trigger: (typeof digestTriggers)[number], offset: number): string {
    const { everyWorkday, weekly, monthly } = this.t().sentence;
    if (trigger === 'digest.weekly') return weekly(this.weekday(offset));
    return trigger === 'digest.monthly' ? monthly(offset) : everyWorkday;
  }
}
