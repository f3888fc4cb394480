import { Component, computed, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { httpResource } from '@angular/common/http';
import { Router, RouterLink } from '@angular/router';
import {
  CreateReminderRule,
  ReminderRule,
  type ReminderRules,
  type RuleHistory,
  type RulePreview,
  UpdateReminderRule,
} from '@torch/contracts';
import { dealStages, isDigest, openLeadStatuses, type ReminderTrigger, reminderTriggers } from '@torch/domain';
import { Field, PageHeader } from '@torch/ui';
import { FormActions, FormNotices, Notices, ReadState, RecordForm, settled, Times } from '../kit';
import { Api, base, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { type Flaw, pathOf, Problems } from '../platform/problem';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { addDays } from '../platform/zoned';
import { LadderEditor } from './ladder-editor';
import { PreviewResult } from './preview-result';
import { conditionsOf, draftOf, newStep, ownTriggers, type RuleDraft } from './rule-draft';
import { RuleSentences, ruleWords } from './rule-words';

/** One rule: where it applies, its ladder, what it would bring, and who changed what. */
@Component({
  selector: 'crm-rule-page',
  imports: [Field, FormActions, FormNotices, LadderEditor, PageHeader, PreviewResult, ReadState, RouterLink],
  templateUrl: './rule-page.html',
  styleUrl: './rule-page.css',
})
export class RulePage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly problems = inject(Problems);
  protected readonly times = inject(Times);
  protected readonly reference = inject(Reference);
  protected readonly say = inject(RuleSentences);
  protected readonly labels = inject(Language).labels;
  protected readonly common = platformWords();
  protected readonly t = ruleWords();

  /** From the address; `new` for one that is to be made. */
  readonly id = input.required<string>();

  protected readonly isNew = computed(() => this.id() === 'new');
  protected readonly mayEdit = computed(() => this.session.can('reminderRule.edit'));
  protected readonly all = read<ReminderRules>(() => '/reminder-rules');
  protected readonly currency = computed(() => (this.all.hasValue() ? this.all.value().reportingCurrency : ''));
  protected readonly rule = read<ReminderRule>(() => (this.isNew() ? undefined : `/reminder-rules/${this.id()}`));
  private readonly record = computed(() => (this.rule.hasValue() ? this.rule.value() : undefined));
  /** Read again with each version of the rule. */
  protected readonly history = read<RuleHistory>(() =>
    this.record()?.version === undefined ? undefined : `/reminder-rules/${this.id()}/history`,
  );

  protected readonly triggers = ownTriggers;
  /** For a new rule; one that is there keeps its own. */
  protected readonly chosen = signal<ReminderTrigger>('lead.quiet');
  protected readonly trigger = computed((): ReminderTrigger => this.record()?.trigger ?? this.chosen());
  protected readonly known = computed((): readonly string[] => reminderTriggers[this.trigger()].conditions);
  protected readonly digest = computed(() => isDigest(this.trigger()));
  protected readonly stages = dealStages;
  protected readonly lists = computed(() => {
    const { reminderCondition, leadStatus, dealStage } = this.labels();
    const all = [
      {
        name: 'statuses' as const,
        label: reminderCondition.statuses,
        options: openLeadStatuses.map((code) => ({ code: code as string, label: leadStatus[code] })),
      },
      {
        name: 'channels' as const,
        label: reminderCondition.channels,
        options: this.reference
          .choices('channels', this.draft().channels)
          .map((item) => ({ code: item.code, label: this.reference.label(item) })),
      },
      {
        name: 'stages' as const,
        label: reminderCondition.stages,
        options: dealStages.map((code) => ({ code: code as string, label: dealStage[code] })),
      },
    ];
    return all.filter(({ name }) => this.known().includes(name));
  });

  readonly edit: RecordForm<ReminderRule, RuleDraft> = new RecordForm<ReminderRule, RuleDraft>({
    schema: ReminderRule,
    record: () => this.record(),
    ready: () => this.isNew() || this.record() !== undefined,
    draftOf: (rule) => draftOf(rule, rule?.trigger ?? untracked(this.chosen)),
    objections: (flaws) => this.objections(flaws),
    keepAs: () => `reminder-rule.${this.id()}`,
  });
  protected readonly draft = this.edit.draft;

  /** What is tried: once the typing has rested. */
  private readonly asked = settled(() => {
    const draft = this.draft();
    const trigger = this.trigger();
    return JSON.stringify({
      ...(this.isNew() ? {} : { id: this.id() }),
      trigger,
      active: draft.active,
      conditions: conditionsOf(draft, trigger),
      steps: draft.steps,
      date: this.date(),
    });
  }, 500);
  protected readonly date = signal(addDays(this.times.today(), 1));
  protected readonly isTomorrow = computed(() => this.date() === addDays(this.times.today(), 1));
  protected readonly preview = httpResource<RulePreview>(() => {
    const body = this.asked();
    const ready = this.mayEdit() && body !== '' && (this.isNew() || this.record() !== undefined);
    return ready
      ? { url: `${base}/reminder-rules/preview`, method: 'POST', body: JSON.parse(body) as object }
      : undefined;
  });
  /** The last one stays while the next is reckoned. */
  protected readonly shown = linkedSignal<RulePreview | undefined, RulePreview | undefined>({
    source: () => (this.preview.hasValue() ? this.preview.value() : undefined),
    computation: (now, before) => now ?? (this.preview.error() ? undefined : before?.value),
  });

  isDirty = (): boolean => this.edit.dirty();

  protected readonly word = (field: string): string => {
    const { reminderCondition } = this.labels();
    return this.t().field[field] ?? (reminderCondition as Record<string, string>)[field] ?? field;
  };
  protected readonly show = (field: string, value: unknown): string => {
    if (field === 'steps' || field === 'active') return this.say.value(field, value, this.trigger(), this.currency());
    if (field === 'statuses' || field === 'stages' || field === 'channels')
      return this.say.conditions({ [field]: value as string[] }).join('; ') || this.t().rule.always;
    return typeof value === 'string' ? value : '';
  };

  /** Another trigger knows other units and recipients. */
  protected choose(trigger: ReminderTrigger): void {
    this.chosen.set(trigger);
    this.edit.set({ steps: [newStep(trigger)] });
  }

  protected fieldsOf = (changes: RuleHistory['items'][number]['changes']) =>
    Object.entries(changes).map(([name, [old, now]]) => ({ name, old, now }));

  protected toggle(name: 'statuses' | 'stages' | 'channels', code: string): void {
    const chosen = this.draft()[name];
    this.edit.set({ [name]: chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code] });
  }

  protected setNorm(stage: string, days: string): void {
    this.edit.set({ normDays: { ...this.draft().normDays, [stage]: days } });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    const trigger = this.trigger();
    const { nameZh, nameEn, active } = draft;
    const common = { nameZh, nameEn, active, conditions: conditionsOf(draft, trigger), steps: draft.steps };
    const saved = await this.edit.send((rule, key) =>
      rule
        ? [
            UpdateReminderRule,
            { ...common, version: rule.version },
            (input) => this.api.patch<ReminderRule>(`/reminder-rules/${rule.id}`, input),
          ]
        : [
            CreateReminderRule,
            { ...common, trigger },
            (input) => this.api.post<ReminderRule>('/reminder-rules', input, key),
          ],
    );
    if (!saved) return;
    this.notices.done(this.t().rule.saved);
    if (this.isNew()) return void (await this.router.navigate(['/reminder-rules', saved.id], { replaceUrl: true }));
    // From what was saved: by now the server has given each new step the id by which it stays itself.
    this.rule.set(saved);
    this.edit.discard();
  }

  protected async leave(): Promise<void> {
    this.edit.discard();
    await this.router.navigate(['/reminder-rules']);
  }

  protected async remove(rule: ReminderRule): Promise<void> {
    const { removeAsk, remove, removed } = this.t().rule;
    if (!(await this.notices.confirm({ title: removeAsk(this.say.name(rule)), yes: remove }))) return;
    try {
      await this.api.delete(`/reminder-rules/${rule.id}`);
      this.notices.done(removed);
      await this.router.navigate(['/reminder-rules']);
    } catch (error) {
      this.notices.failed(error);
    }
  }

  private objections(flaws: readonly Flaw[]): Record<string, string> {
    return Object.fromEntries(
      flaws.map((flaw) => [pathOf(flaw), this.t().flaw[flaw.code] ?? this.problems.field(flaw.code)]),
    );
  }
}
