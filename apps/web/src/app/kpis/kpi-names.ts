import { inject, Injectable } from '@angular/core';
import type { KpiFigure, KpiShare } from '@torch/contracts';
import {
  type FigureCode,
  type FunnelStep,
  isTooEarly,
  type KpiCode,
  kpiCodes,
  type KpiKind,
  type KpiSide,
  kindOfFigure,
} from '@torch/domain';
import { exactAmount, Times } from '../kit';
import { FunnelNames } from '../funnel/funnel-names';
import { dash } from '../funnel/percent';
import { Language } from '../platform/language';
import { kpiWords } from './kpi-words';

/** A figure in words: its name, how it is counted, and what its sides are called. */
interface Named {
  name: string;
  formula: string;
  numerator: string;
  denominator?: string;
}
const isKpi = (code: FigureCode): code is KpiCode => (kpiCodes as readonly string[]).includes(code);

/** Minutes as hours with one place. */
const hours = (minutes: number) => String(Math.round(minutes / 6) / 10);

/** What figures, their sides and what counts in them are called in the reader's language. */
@Injectable({ providedIn: 'root' })
export class KpiNames {
  private readonly language = inject(Language);
  private readonly times = inject(Times);
  private readonly funnel = inject(FunnelNames);
  private readonly t = kpiWords();

  figure(code: FigureCode): Named {
    if (isKpi(code)) return this.t().kpi[code];
    const name = this.t().entered(this.funnel.step(code.slice('entered.'.length) as FunnelStep));
    return { name, formula: this.t().enteredFormula, numerator: name };
  }

  side(code: FigureCode, side: KpiSide): string {
    const { numerator, denominator } = this.figure(code);
    const { undecided, apart } = this.t().records;
    return { numerator, denominator: denominator ?? numerator, undecided, apart }[side];
  }

  /** The number itself; a dash where there is nothing to tell, and no number where it would tell of too few. */
  value(figure: KpiFigure): string {
    const { kind, value, numerator } = figure;
    if (value === null) return dash;
    if (isTooEarly(figure)) return this.t().noVerdict;
    switch (kind) {
      case 'count':
        return this.funnel.count(Number(value));
      case 'money':
        return numerator.amount ? this.funnel.money(numerator.amount) : dash;
      case 'rate':
        return this.t().percent(value);
      case 'days':
      case 'hours':
        return this.t().median(value, this.unit(kind));
    }
  }

  /** The same to the cent, of money alone. */
  exact = ({ kind, value, numerator }: KpiFigure): string | null =>
    kind === 'money' && value !== null && numerator.amount ? this.funnel.exact(numerator.amount) : null;

  /** What stands below the number: how far the slow ones reach, or why there is no number yet. */
  aside(figure: KpiFigure): string {
    const { kind, p90, undecided, denominator } = figure;
    if (isTooEarly(figure))
      return this.t().undecidedOf(this.funnel.count(undecided.count), this.funnel.count(denominator.count));
    return p90 === null ? '' : this.t().p90(p90, this.unit(kind));
  }

  private unit = (kind: KpiKind): string => (kind === 'days' ? this.t().days : this.t().hours);

  /** What a record counts for, a line for each amount. */
  share(code: FigureCode, { value, money, step, reason }: KpiShare): string[] {
    const { records } = this.t();
    const kind = kindOfFigure(code);
    const took =
      value === null ? [] : [kind === 'hours' ? `${hours(value)} ${this.t().hours}` : `${value} ${this.t().days}`];
    const lost = step === null ? [] : [`${this.funnel.step(step)} · ${this.funnel.reason(reason ?? '')}`];
    const worth = money.map(({ amount, currency, rate, on }) => {
      const text = exactAmount({ amount, currency }, this.language.current());
      if (rate === null) return `${text} (${records.noRate})`;
      return Number(rate) === 1 ? text : `${text} (${records.rate(rate, this.funnel.day(on))})`;
    });
    const lines = [...lost, ...took, ...worth];
    return lines.length > 0 ? lines : [records.counted];
  }

  month = (month: string): string => this.times.dayText(`${month}-01`, { year: 'numeric', month: 'long' });
}
