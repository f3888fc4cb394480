import { Component, computed, inject, input, signal } from '@angular/core';
import type { ReminderTrace, TraceLine, TraceRule, TraceStep } from '@torch/contracts';
import { ReadState } from '../kit';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { kindOf, problemOf } from '../platform/problem';
import { Session } from '../platform/session';
import { RuleSentences } from '../reminder-rules/rule-words';
import { TraceSentences, traceWords } from './trace-words';

/** Of a record, or of a record and one person: which rules watch it, and what came and comes of them. */
@Component({
  selector: 'crm-trace',
  imports: [ReadState],
  templateUrl: './trace.html',
  styleUrl: './trace.css',
  host: { class: 'stack' },
})
export class Trace {
  private readonly session = inject(Session);
  private readonly labels = inject(Language).labels;
  protected readonly sentences = inject(TraceSentences);
  protected readonly rules = inject(RuleSentences);
  protected readonly t = traceWords();

  readonly subject = input.required<string>();
  /** Grows when the record changed. */
  readonly version = input(0);

  protected readonly user = signal('');
  protected readonly answer = read<ReminderTrace>(() => {
    this.version();
    return `/reminders/trace/${this.subject()}${this.user() ? `?user=${this.user()}` : ''}`;
  });
  protected readonly denied = computed(() => kindOf(problemOf(this.answer.error())) === 'not-found');
  readonly trace = computed(() => (this.answer.hasValue() ? this.answer.value() : null));
  /** Rules that reminded or will; the others say below why they do not. */
  protected readonly telling = computed(() =>
    (this.trace()?.rules ?? []).filter(({ verdict, occurrences }) => verdict === 'watches' || occurrences.length > 0),
  );
  protected readonly silent = computed(() =>
    (this.trace()?.rules ?? []).filter((rule) => !this.telling().includes(rule)),
  );
  /** Everybody whom the whole trace names, and oneself. */
  private readonly seen = new Map<string, string>();
  protected readonly people = computed(() => {
    const me = this.session.me();
    if (me) this.seen.set(me.id, me.displayName);
    for (const { userId, name } of linesOf(this.trace()?.rules ?? [])) if (userId) this.seen.set(userId, name);
    return [...this.seen].map(([id, name]) => ({ id, name }));
  });

  /** One reader's lines together, and in one line what is to come at once over several channels. */
  protected readers(step: TraceStep): { name: string; instead: string | null; lines: TraceLine[][] }[] {
    const byName = new Map<string, TraceLine[][]>();
    for (const line of step.lines) {
      const mine = byName.get(line.name) ?? [];
      const alike = mine.find(([other]) => other && comesWith(other, line));
      if (alike) alike.push(line);
      else mine.push([line]);
      byName.set(line.name, mine);
    }
    return [...byName].map(([name, lines]) => ({ name, instead: lines[0]?.[0]?.insteadOfName ?? null, lines }));
  }

  protected when(rule: TraceRule, { offset, unit }: TraceStep): string {
    return offset === null || unit === null ? '' : this.rules.when(rule.trigger, { offset, unit, time: null });
  }

  protected nobody(step: TraceStep): string {
    const names = step.nobody.map((each) => this.labels().reminderRecipient[each]);
    return this.t().nobody(names.join(this.t().between));
  }
}

const comesWith = (a: TraceLine, b: TraceLine): boolean =>
  (a.state === 'planned' || a.state === 'expected') &&
  a.state === b.state &&
  a.remindAt === b.remindAt &&
  a.mode === b.mode &&
  a.waitsFor === b.waitsFor;

const linesOf = (rules: readonly TraceRule[]): TraceLine[] =>
  rules.flatMap(({ occurrences }) => occurrences.flatMap(({ steps }) => steps.flatMap(({ lines }) => lines)));
