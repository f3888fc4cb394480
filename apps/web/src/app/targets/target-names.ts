import { inject, Injectable } from '@angular/core';
import type { Money, Target, TargetProgress } from '@torch/contracts';
import { lastYearOf } from '@torch/domain';
import { exactAmount, moneyInUnit, shortAmount, Times } from '../kit';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Reference } from '../platform/reference';
import { targetWords } from './target-words';

/** What targets and their figures are called in the reader's language. */
@Injectable({ providedIn: 'root' })
export class TargetNames {
  private readonly language = inject(Language);
  private readonly reference = inject(Reference);
  private readonly times = inject(Times);
  private readonly t = targetWords();
  private readonly common = platformWords();

  name(target: Target): string {
    const own = this.language.current() === 'en' ? target.nameEn : target.nameZh;
    const name = own ?? this.language.labels().targetMetric[target.metric];
    return target.kind === 'growth' && target.value && !own ? this.t().growth(name, target.value) : name;
  }

  /** The same with its part of the zone: three targets of one metric are told apart. */
  title(target: Target): string {
    const [name, scope] = [this.name(target), this.scope(target)];
    return scope === this.t().zone ? name : `${name} · ${scope}`;
  }

  /** A number as it was entered, grouped; its unit stands apart. */
  grouped(figure: string): string {
    const [whole = '0', fraction = ''] = figure.split('.');
    if (!/^\d+$/.test(whole)) return figure;
    const digits = fraction.replace(/0+$/, '');
    return `${BigInt(whole).toLocaleString(this.language.current())}${digits && `.${digits}`}`;
  }

  /** For which part of the zone it is. */
  scope(target: Target): string {
    const { cluster, park, region } = target;
    const parts = [
      cluster && this.reference.name('clusters', cluster),
      park && this.reference.name('parks', park),
      region && this.reference.name('regions', region),
      this.department(target),
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(' · ') : this.t().zone;
  }

  /** In the reader's language where it has a name in it; empty where the target is of no department. */
  department({ departmentName, departmentNameEn }: Target): string {
    return (this.language.current() === 'en' && departmentNameEn) || (departmentName ?? '');
  }

  period = (target: Target): string => this.t().period(target.firstYear, lastYearOf(target));

  unit = ({ unitZh, unitEn }: Target): string => (this.language.current() === 'en' ? unitEn : unitZh) ?? '';

  /** A figure of a target, with its currency or unit; money as it is read aloud. */
  figure({ target, currency }: Pick<TargetProgress, 'target' | 'currency'>, figure: string | null): string {
    if (figure === null) return this.t().noFigure;
    if (currency) return this.short({ amount: figure, currency });
    const money = this.language.current() === 'en' ? moneyInUnit(figure, target.unitEn) : null;
    if (money) return this.short(money);
    const number = this.grouped(figure);
    const unit = this.unit(target);
    return unit ? `${number} ${unit}` : number;
  }

  /** The same to the cent, of money alone. */
  exact = ({ currency }: Pick<TargetProgress, 'currency'>, figure: string | null): string | null =>
    figure !== null && currency ? this.cents({ amount: figure, currency }) : null;

  sums = (sums: readonly Money[]): string => sums.map((sum) => this.short(sum)).join(', ');
  exactSums = (sums: readonly Money[]): string => sums.map((sum) => this.cents(sum)).join(', ');
  private readonly short = (sum: Money) => shortAmount(sum, this.language.current(), this.common().amount);
  private readonly cents = (sum: Money) => exactAmount(sum, this.language.current());

  /** The same of what is reckoned, not recorded: of large numbers nobody reads the fractions. */
  reckoned(progress: Pick<TargetProgress, 'target' | 'currency'>, figure: string | null): string {
    const [whole = '', fraction] = figure?.split('.') ?? [];
    return this.figure(progress, fraction && whole.length > 4 ? whole : figure);
  }

  day = (day: string): string => this.times.dayText(day, { year: 'numeric', month: 'long', day: 'numeric' });

  instant = (at: string, timeZone: string): string => this.times.instantIn(at, timeZone);
  zone = (timeZone: string): string => this.times.zoneName(timeZone);

  /** How far it is from what is due, in words. */
  behind(points: string): string {
    if (/^-?0(\.0)?$/.test(points)) return this.t().even;
    return points.startsWith('-') ? this.t().aheadBy(points.slice(1)) : this.t().behindBy(points);
  }
}
