import { kpiText } from '../kpis/row-text';
import { codedColumns, type FunnelColumns } from './columns';
import { currencyMask, currencyShift } from './profile';
import { stepCount } from './step';
import type { FunnelTable } from './table';

function profileText({ profiles, reasons }: FunnelColumns, number: number) {
  const profile = profiles.values[number];
  return profile && { ...profile, reason: reasons.values[profile.reason] };
}

/**
 * All that the columns hold of a lead, in words, whatever numbers stand for its values: two tables that hold the same tell
 * the same.
 * @returns null for a lead that is not there
 */
export function rowText(table: FunnelTable, id: string): string | null {
  const row = table.rowOf(id);
  const { data } = table;
  if (row === undefined || data.there[row] === 0) return null;
  const path = Array.from({ length: data.pathLength[row] ?? 0 }, (_, index) => {
    const at = (data.pathStart[row] ?? 0) + index;
    return [data.pathDay[at], data.pathPlace[at], table.reasons.values[data.pathReason[at] ?? 0]];
  });
  const dealPath = (deal: number) =>
    Array.from({ length: data.dealPathLength[deal] ?? 0 }, (_, index) => {
      const at = (data.dealPathStart[deal] ?? 0) + index;
      return [data.dealPathDay[at], data.dealPathPlace[at]];
    });
  const deals = Array.from({ length: data.dealCount[row] ?? 0 }, (_, index) => {
    const deal = (data.dealStart[row] ?? 0) + index;
    return [
      table.currencies.values[data.dealCurrency[deal] ?? 0],
      data.dealHigh[deal],
      data.dealLow[deal],
      data.dealFurthest[deal],
      ...data.dealReached.subarray(deal * stepCount, (deal + 1) * stepCount),
      dealPath(deal),
    ];
  });
  return JSON.stringify([
    codedColumns.map((name) => table.codes[name].values[table.column(name)[row] ?? 0]),
    [...(table.named.get(row) ?? [])].sort(),
    [data.created[row], data.entered[row], data.lastDay[row], data.lastPlace[row]],
    table.reasons.values[data.lastReason[row] ?? 0],
    profileText(table, data.profile[row] ?? 0),
    briefText(table, data.brief[row] ?? 0),
    [table.currencies.values[data.estimateCurrency[row] ?? 0], data.estimateHigh[row], data.estimateLow[row]],
    [...data.reached.subarray(row * stepCount, (row + 1) * stepCount)],
    path,
    deals,
    kpiText(table, row),
    coverageText(table, row),
  ]);
}

const coverageText = ({ coverage, data: { dealStart, dealCount } }: FunnelTable, row: number) => [
  coverage.companyOf(row),
  coverage.data.isOpen[row],
  [...coverage.data.deals.subarray(dealStart[row], (dealStart[row] ?? 0) + (dealCount[row] ?? 0))],
];

/** Currencies have other numbers in other tables. */
const briefText = ({ currencies }: FunnelColumns, brief: number) => [
  brief & ~(currencyMask << currencyShift),
  currencies.values[(brief >> currencyShift) & currencyMask],
];
