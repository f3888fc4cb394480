import { inject, Injectable } from '@angular/core';
import type { ExactMoney, Funnel, Money } from '@torch/contracts';
import {
  type ChainGap,
  chainGaps,
  type FunnelDimension,
  type FunnelStep,
  type FunnelView,
  stageOfStep,
} from '@torch/domain';
import type { ReferenceKind } from '@torch/domain';
import { exactAmount, roundedAmount, shortAmount, shortNumber, Times } from '../kit';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Reference } from '../platform/reference';
import { funnelWords } from './funnel-words';
import { beginning } from './period';

const lists: Partial<Record<FunnelDimension, ReferenceKind>> = {
  cluster: 'clusters',
  park: 'parks',
  region: 'regions',
  chain: 'chains',
  chainNode: 'chain-nodes',
  channel: 'channels',
  tier: 'tiers',
  anchor: 'anchors',
};

/** What the parts of a funnel are called in the reader's language. */
@Injectable({ providedIn: 'root' })
export class FunnelNames {
  private readonly language = inject(Language);
  private readonly reference = inject(Reference);
  private readonly times = inject(Times);
  private readonly t = funnelWords();
  private readonly common = platformWords();

  step(step: FunnelStep): string {
    const labels = this.language.labels();
    const stage = stageOfStep(step);
    if (stage) return labels.dealStage[stage];
    return step === 'contacted' || step === 'qualified' ? labels.leadStatus[step] : this.t().created;
  }

  /** @param name of a person or a department, as the server gives it */
  group(dimension: FunnelDimension, key: string | null, name: string | null): string {
    if (key === null || key === '') return this.t().none;
    const list = lists[dimension];
    if (list) return this.reference.name(list, key);
    if (dimension === 'chainGap' && (chainGaps as readonly string[]).includes(key))
      return this.language.labels().chainGap[key as ChainGap];
    return name ?? key;
  }

  /** Why something was given up; without a code nobody said. */
  reason(code: string): string {
    return code ? this.reference.name('close-reasons', code) : this.t().noReason;
  }

  day = (day: string): string => this.times.dayText(day, { year: 'numeric', month: 'long', day: 'numeric' });

  period(view: FunnelView, from: string, to: string): string {
    if (view === 'snapshot') return this.day(to);
    return from === beginning ? this.t().sinceEver(this.day(to)) : this.t().span(this.day(from), this.day(to));
  }

  /** The same in figures, for the name of a file. */
  periodCode = ({ view, from, to }: Pick<Funnel, 'view' | 'from' | 'to'>): string =>
    view === 'snapshot' ? to : `${from}_${to}`;

  /** Up to which day figures look, and when and by which clock they were counted. */
  asOf = ({ asOf, countedAt, timeZone }: { asOf: string; countedAt: string; timeZone: string }): string =>
    `${this.t().asOf(this.day(asOf))} · ${this.t().countedAt(this.instant(countedAt, timeZone), this.zone(timeZone))}`;

  instant = (at: string, timeZone: string): string => this.times.instantIn(at, timeZone);
  zone = (timeZone: string): string => this.times.zoneName(timeZone);

  count = (count: number): string => count.toLocaleString(this.locale);
  /** To the cent: for what is one record's, and for the title of what is said short. */
  exact = (money: Money): string => exactAmount(money, this.language.current());
  rounded = (money: ExactMoney): string => roundedAmount(money, this.language.current());
  /** As it is read aloud. */
  money = (money: Money): string => shortAmount(money, this.language.current(), this.common().amount);
  /** The same without its currency, where that stands at the head of the column. */
  number = ({ amount }: Money): string => shortNumber(amount, this.language.current(), this.common().amount);

  private get locale(): string {
    return this.language.current() === 'en' ? 'en-GB' : 'zh-CN';
  }
}
