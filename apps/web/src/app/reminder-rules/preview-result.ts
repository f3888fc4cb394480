import { Component, computed, inject, input, output } from '@angular/core';
import type { PreviewItem, RulePreview } from '@torch/contracts';
import type { ReminderTrigger } from '@torch/domain';
import { Language } from '../platform/language';
import { RuleSentences, ruleWords } from './rule-words';

/** Who would get how much on a day, and the first of it. */
@Component({
  selector: 'crm-preview-result',
  templateUrl: './preview-result.html',
  styles: `
    .people {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    summary {
      cursor: pointer;
    }
    ol {
      max-height: 420px;
      margin: 8px 0 0;
      padding: 0;
      overflow-y: auto;
      list-style: none;
    }
    .line {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 12px;
    }
  `,
  host: { class: 'stack tight' },
})
export class PreviewResult {
  private readonly language = inject(Language);
  protected readonly say = inject(RuleSentences);
  protected readonly labels = this.language.labels;
  protected readonly t = ruleWords();

  readonly result = input.required<RulePreview>();
  /** The trigger of the one rule that is tried; null for a day of all rules. */
  readonly trigger = input.required<ReminderTrigger | null>();

  /** Whether a person can be chosen, whose reminders alone are listed then, and who it is. */
  readonly narrows = input(false);
  readonly only = input<string | null>(null);
  readonly chosen = output<string | null>();

  /** Few are shown at once, many behind a summary. */
  protected readonly open = computed(() => this.result().items.length <= 8);

  /** At the reader's own clock. */
  protected at({ remindAt, timeZone }: PreviewItem): string {
    const locale = this.language.current() === 'en' ? 'en-GB' : 'zh-CN';
    return new Intl.DateTimeFormat(locale, {
      timeZone,
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }).format(new Date(remindAt));
  }

  protected what(item: PreviewItem): string {
    const named =
      item.ruleNameZh !== null && item.ruleNameEn !== null && this.trigger() === null
        ? this.say.name({ nameZh: item.ruleNameZh, nameEn: item.ruleNameEn })
        : this.labels().subject[item.subjectType];
    return `${named} · ${this.t().rule.step(item.step + 1)}`;
  }
}
