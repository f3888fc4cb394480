import { inject, Injectable } from '@angular/core';
import type { TraceLine, TraceOccurrence, TraceRule, TraceSnooze } from '@torch/contracts';
import { Times } from '../kit';
import { Language } from '../platform/language';
import { ruleWords, RuleSentences } from '../reminder-rules/rule-words';
import { en } from './trace.en';
import { zh } from './trace.zh';

export const traceWords = () => inject(Language).words(zh, en);

/** A trace as sentences: what happened, or why nothing did. */
@Injectable({ providedIn: 'root' })
export class TraceSentences {
  private readonly language = inject(Language);
  private readonly times = inject(Times);
  private readonly rules = inject(RuleSentences);
  private readonly ruleWords = ruleWords();
  private readonly t = traceWords();

  verdict(rule: TraceRule): string {
    const { verdict, between } = this.t();
    const { reminderCondition } = this.language.labels();
    if (rule.verdict === 'watches' || rule.verdict === 'over') return verdict[rule.verdict];
    if (rule.verdict === 'narrower')
      return verdict.narrower(this.rules.name({ nameZh: rule.insteadNameZh ?? '', nameEn: rule.insteadNameEn ?? '' }));
    const missing = rule.misfits.flatMap((each) => (each === 'active' ? [] : [reminderCondition[each]]));
    return missing.length === 0 ? verdict.off : verdict.misfits(missing.join(between));
  }

  heading(rule: TraceRule, occurrence: TraceOccurrence): string {
    const when = this.anchor(occurrence);
    if (occurrence.current) return this.t().from(this.ruleWords().anchor[rule.trigger] ?? '', when);
    return when ? this.t().pastOf(when) : this.t().past;
  }

  snooze({ name, at, until }: TraceSnooze): string {
    return this.t().snoozed(name, this.times.dateTime(at), this.times.dateTime(until));
  }

  /**
   * @param lines one, or what is to come at once over several channels
   * @returns the sentence, and whether it is good, bad or neither
   */
  line(lines: readonly TraceLine[]): { text: string; tone: 'good' | 'bad' | 'warn' | 'soft' } {
    const [line] = lines;
    if (!line) return { text: '', tone: 'soft' };
    const { say, between } = this.t();
    const { reminderChannel, reminderReason } = this.language.labels();
    // A name that begins a sentence begins no list.
    const channel = lines
      .map((each) => reminderChannel[each.channel])
      .map((name, at) => (at > 0 ? name.charAt(0).toLowerCase() + name.slice(1) : name))
      .join(between);
    const at = this.times.dateTime(line.remindAt);
    const done = this.times.dateTime(line.endedAt ?? line.remindAt);
    const [to, answer] = [line.recipient ?? '', line.answer ?? ''];
    const reason = line.reason ? reminderReason[line.reason] : '';
    const muted = line.mode === 'off' ? say.off : line.mode === 'digest' ? say.digest : '';
    switch (line.state) {
      case 'sent':
        return { text: to ? say.mailSent(done, to, answer) : say.sent(done, channel), tone: 'good' };
      case 'planned':
        if (line.waitsFor)
          return { text: (line.waitsFor === 'no_server' ? say.noServer : say.serverAway)(at), tone: 'warn' };
        return { text: say.planned(at, channel) + muted, tone: muted ? 'warn' : 'soft' };
      case 'expected':
        return { text: say.expected(at, channel) + muted, tone: muted ? 'warn' : 'soft' };
      case 'claimed':
        return { text: say.claimed(channel), tone: 'soft' };
      case 'handed_over': {
        if (line.mailState === 'sent') return { text: say.mailSent(done, to, answer), tone: 'good' };
        const waits = say.handedOver(done, to);
        return { text: answer ? `${waits}; ${say.retry(answer)}` : waits, tone: answer ? 'warn' : 'soft' };
      }
      case 'failed':
        if (!to) return { text: say.failedOther(channel, reason), tone: 'bad' };
        return { text: line.mailState === 'parked' ? say.parked(to, answer) : say.failed(to, answer), tone: 'bad' };
      case 'cancelled':
      case 'superseded':
        return { text: say.dropped(at, channel, reason), tone: 'warn' };
    }
  }

  private anchor({ anchorAt, anchorOn }: TraceOccurrence): string {
    if (anchorAt) return this.times.dateTime(anchorAt);
    return anchorOn ? this.times.dayText(anchorOn, { year: 'numeric', month: 'short', day: 'numeric' }) : '';
  }
}
