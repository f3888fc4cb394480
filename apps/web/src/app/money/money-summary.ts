import { Component, computed, inject, input } from '@angular/core';
import type { DealMoney } from '@torch/contracts';
import { dealWords } from '../deals/deal-words';
import { Times } from '../kit';
import { moneyWords } from './money-words';
import { Sums } from './sums';

/** What was agreed, how much of it is in place, and which rates are missing for the whole. */
@Component({
  selector: 'crm-money-summary',
  template: `
    <h2>{{ t().summary.heading }}</h2>
    <dl class="facts">
      @for (each of amounts(); track each.name) {
        <div>
          <dt>{{ each.name }}</dt>
          <dd>
            <span class="number">{{ each.amount }}</span>
            @if (each.worth) {
              <span class="soft small worth">{{ each.worth }}</span>
            }
          </dd>
        </div>
      }
      @for (each of shares(); track each.name) {
        <div>
          <dt>{{ t().summary.inPlace }} · {{ each.name }}</dt>
          <dd>
            <strong class="number">{{ each.percent }}</strong>
            <span class="soft small worth">{{ each.base }}</span>
          </dd>
        </div>
      }
    </dl>
    @if (missing(); as list) {
      <p class="notice warn" role="status">{{ t().summary.missing(list) }}{{ t().summary.askAdmin }}</p>
    }
    <p class="soft small">{{ t().summary.rule(money().reportingCurrency) }}</p>
  `,
  styles: `
    .worth {
      display: block;
    }
  `,
  host: { class: 'card stack' },
})
export class MoneySummary {
  private readonly sums = inject(Sums);
  private readonly times = inject(Times);
  private readonly deals = dealWords();
  protected readonly t = moneyWords();

  readonly money = input.required<DealMoney>();

  protected readonly amounts = computed(() => {
    const { amounts, reportingCurrency: currency } = this.money();
    const { approx, noRate } = this.t().summary;
    return amounts.map(({ name, amount, converted }) => ({
      name: this.deals().field[name],
      amount: this.sums.one(amount),
      worth:
        amount.currency === currency ? '' : converted ? approx(this.sums.one({ amount: converted, currency })) : noRate,
    }));
  });
  protected readonly shares = computed(() => {
    const { inPlace } = this.money();
    const { base, why, confirmed, entered } = this.t().summary;
    const told = (name: string, of: DealMoney['inPlace']['confirmed']) => ({
      name,
      percent: of.percent === null ? this.t().plan.empty : `${of.percent}%`,
      base:
        of.numerator && of.denominator
          ? base(this.sums.one(of.numerator), this.sums.one(of.denominator))
          : of.why
            ? why[of.why]
            : '',
    });
    return [told(confirmed, inPlace.confirmed), told(entered, inPlace.entered)];
  });
  protected readonly missing = computed(() =>
    this.money()
      .missingRates.map(({ currency, on }) =>
        this.t().summary.missingOne(currency, this.times.dayText(on, { dateStyle: 'medium' })),
      )
      .join(' · '),
  );
}
