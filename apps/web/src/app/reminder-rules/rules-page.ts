import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type ReminderRules, ReminderSettings, type RulePreview, type User } from '@torch/contracts';
import { mailContents, reachOf, reminderKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ReadState, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api, base, read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { addDays } from '../platform/zoned';
import { PreviewResult } from './preview-result';
import { RuleSentences, ruleWords } from './rule-words';

/** All rules by kind, what they bring tomorrow, and the settings that hold for all mails. */
@Component({
  selector: 'crm-rules-page',
  imports: [PageHeader, PreviewResult, ReadState, RouterLink, SmallForm],
  templateUrl: './rules-page.html',
  styleUrl: './rules-page.css',
})
export class RulesPage {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly say = inject(RuleSentences);
  protected readonly t = ruleWords();
  protected readonly narrow = addressBar();

  /** The day that is foreseen; tomorrow when none is given. */
  readonly date = input<string>();
  /** Whose reminders of that day are listed; everybody's when nobody is given. */
  readonly user = input<string>();

  protected readonly mayEdit = computed(() => this.session.can('reminderRule.edit'));
  protected readonly mayForesee = computed(() => this.session.can('reminderRule.foresee'));
  protected readonly rules = read<ReminderRules>(() => '/reminder-rules');
  protected readonly settings = read<ReminderSettings>(() => (this.mayEdit() ? '/reminder-settings' : undefined));
  protected readonly groups = computed(() => {
    const items = this.rules.hasValue() ? this.rules.value().items : [];
    return reminderKinds
      .map((kind) => ({ kind, rules: items.filter((rule) => rule.kind === kind) }))
      .filter(({ rules }) => rules.length > 0);
  });
  protected readonly currency = computed(() => (this.rules.hasValue() ? this.rules.value().reportingCurrency : ''));
  protected readonly shownDay = computed(() => {
    const asked = this.date();
    return asked && /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : addDays(this.times.today(), 1);
  });
  protected readonly tomorrow = read<RulePreview>(() =>
    this.mayForesee()
      ? `/reminder-rules/tomorrow?date=${this.shownDay()}${this.user() ? `&userId=${this.user()}` : ''}`
      : undefined,
  );

  protected readonly editing = signal(false);
  private readonly people = new Paged<User>(`${base}/users`, () =>
    this.editing() ? { active: true, limit: 200 } : undefined,
  );
  protected readonly fields = computed((): SmallField[] => {
    const { mailContent, foldFrom, heartbeatTo, heartbeatHint } = this.t().settings;
    const watchers = this.people.items().filter(({ role }) => reachOf(role, 'mail.read') !== null);
    return [
      {
        name: 'mailContent',
        label: mailContent,
        as: 'choice',
        required: true,
        options: mailContents.map((value) => ({ value, label: this.labels().mailContent[value] })),
      },
      { name: 'foldFrom', label: foldFrom, as: 'number', required: true },
      {
        name: 'heartbeatTo',
        label: heartbeatTo,
        as: 'choice',
        hint: heartbeatHint,
        options: watchers.map(({ id, displayName }) => ({ value: id, label: displayName })),
      },
    ];
  });
  private readonly held = signal<ReminderSettings | null>(null);
  protected readonly initial = computed((): SmallValues => {
    const { mailContent = 'minimal', foldFrom = 3, heartbeatTo = null } = this.held() ?? {};
    return { mailContent, foldFrom: String(foldFrom), heartbeatTo: heartbeatTo ?? '' };
  });
  protected readonly current = takingIn(ReminderSettings, (settings) => this.held.set(settings), this.initial);

  protected readonly save = ({ mailContent, foldFrom, heartbeatTo }: SmallValues) =>
    this.api.patch('/reminder-settings', {
      version: this.held()?.version,
      mailContent,
      foldFrom: Number(foldFrom),
      heartbeatTo: heartbeatTo || null,
    });

  protected edit(settings: ReminderSettings): void {
    this.held.set(settings);
    this.editing.set(true);
  }

  protected renew(): void {
    this.editing.set(false);
    this.settings.reload();
  }
}
