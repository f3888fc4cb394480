import type { DealMoney } from '@torch/contracts';
import {
  type Actor,
  converted,
  type DatedAmount,
  fixed,
  type FundEntry,
  inPlaceRatio,
  type MissingRate,
  moneyByKind,
  planDay,
  type Rate,
  type YearPlan,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DealQueries } from '../deals';
import { Config } from '../platform/config';

const amountNames = ['totalInvestment', 'fixedAssetInvestment', 'contractedForeignCapital', 'agreedAmount'] as const;

/** A deal's money as a whole: what was agreed, planned and came in, in its own currencies and in the reporting one. */
@Injectable()
export class DealMoneyQueries {
  constructor(
    private readonly db: DataSource,
    private readonly deals: DealQueries,
    private readonly config: Config,
  ) {}

  /**
   * Two queries for what there is, one for its rates, however many years and entries.
   * @param today the reader's date
   * @throws Problem `not-found`, also for a deal that the actor may not see
   */
  async visible(actor: Actor, dealId: string, today: string): Promise<DealMoney> {
    const deal = await this.deals.visible(actor, dealId);
    const reporting = this.config.settings.REPORTING_CURRENCY;
    const [funds, plans]: [FundEntry[], (YearPlan & { version: number })[]] = await Promise.all([
      this.db.query(
        `SELECT kind, amount::text, currency, on_date::text AS "on", confirmed_at IS NOT NULL AS confirmed
         FROM funds WHERE deal_id = $1`,
        [dealId],
      ),
      this.db.query('SELECT kind, year, amount::text, currency, version FROM investment_plans WHERE deal_id = $1', [
        dealId,
      ]),
    ]);
    const on = deal.signedOn ?? today;
    const amounts = amountNames.flatMap((name) => {
      const amount = deal[name];
      return amount ? [{ name, amount, on }] : [];
    });
    const rates = await this.ratesFor(reporting, [
      ...funds,
      ...plans.map(({ amount, currency, year }) => ({ amount, currency, on: planDay(year, today) })),
      ...amounts.map(({ amount }) => ({ ...amount, on })),
    ]);
    const worth = amounts.map((each) => ({ ...each, exact: converted({ ...each.amount, on }, rates, reporting) }));
    const kinds = moneyByKind(funds, plans, rates, { reporting, today });
    const inPlace = funds.filter(({ kind }) => kind === 'fundsInPlace');
    const agreed = deal.agreedAmount && { ...deal.agreedAmount, on };
    const entered = inPlaceRatio(inPlace, agreed, rates, reporting);
    const confirmed = inPlace.filter((each) => each.confirmed);
    return {
      reportingCurrency: reporting,
      today,
      amounts: worth.map(({ exact, ...each }) => ({ ...each, converted: exact && fixed(exact, 2) })),
      kinds: kinds.map((kind) => ({
        ...kind,
        years: kind.years.map((year) => ({ ...year, plan: planOf(plans, kind.kind, year.year) })),
      })),
      inPlace: { confirmed: inPlaceRatio(confirmed, agreed, rates, reporting), entered },
      missingRates: distinct([
        ...kinds.flatMap(({ planned, actual }) => [...planned.missing, ...actual.missing]),
        ...worth.flatMap(({ exact, amount }) => (exact ? [] : [{ currency: amount.currency, on }])),
      ]),
    };
  }

  /** For each currency and day that is asked for, the rate that held then. */
  private ratesFor(reporting: string, entries: readonly DatedAmount[]): Promise<Rate[]> {
    const asked = distinct(entries.filter(({ currency }) => currency !== reporting));
    if (asked.length === 0) return Promise.resolve([]);
    return this.db.query(
      `SELECT DISTINCT r.currency, r.valid_from::text AS "validFrom", trim_scale(r.rate)::text AS rate
       FROM unnest($1::text[], $2::date[]) a (currency, day) CROSS JOIN LATERAL (
         SELECT * FROM exchange_rates e WHERE e.reporting_currency = $3 AND e.currency = a.currency AND e.valid_from <= a.day
         ORDER BY e.valid_from DESC LIMIT 1) r`,
      [asked.map(({ currency }) => currency), asked.map(({ on }) => on), reporting],
    );
  }
}

function planOf(plans: readonly (YearPlan & { version: number })[], kind: string, year: number) {
  const plan = plans.find((each) => each.kind === kind && each.year === year);
  return plan ? { amount: { amount: plan.amount, currency: plan.currency }, version: plan.version } : null;
}

const distinct = (list: readonly MissingRate[]): MissingRate[] =>
  [...new Map(list.map(({ currency, on }) => [`${currency} ${on}`, { currency, on }])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);
