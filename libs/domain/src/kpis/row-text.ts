import type { FunnelTable } from '../funnel/table';
import { dealAmounts } from './columns';

/** What the columns hold of a lead for the indicators alone, whatever numbers stand for its values. */
export function kpiText({ kpis, currencies, data }: FunnelTable, row: number): unknown[] {
  const { people, departments, dealIds, data: more } = kpis;
  const currency = (its: number | undefined) => currencies.values[its ?? 0];
  const deals = Array.from({ length: data.dealCount[row] ?? 0 }, (_, index) => {
    const deal = (data.dealStart[row] ?? 0) + index;
    const funds = Array.from({ length: more.fundCount[deal] ?? 0 }, (__, place) => {
      const at = (more.fundStart[deal] ?? 0) + place;
      return [more.fundDay[at], currency(more.funds.currency[at]), more.funds.high[at], more.funds.low[at]];
    });
    return [
      dealIds[deal],
      people.values[more.owner[deal] ?? 0],
      departments.values[more.department[deal] ?? 0],
      dealAmounts.map((name) => [currency(more[name].currency[deal]), more[name].high[deal], more[name].low[deal]]),
      funds,
    ];
  });
  const contactedOn = more.contactedOn[row] ?? 0;
  return [
    people.values[more.holder[row] ?? 0],
    [more.visitedOn[row], contactedOn, more.createdAt[row]],
    contactedOn === 0 ? [] : [more.contactedAt[row], more.minutes[row]],
    kpis.givenUp.get(row) ?? [],
    deals,
  ];
}
