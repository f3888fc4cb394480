import { compare, decimal, nothing } from './decimal';
import type { Rate } from './rate';

/** How the columns of a file of rates may be headed, small letters. */
const headings = {
  currency: ['currency', '币种', '货币'],
  date: ['date', 'valid from', '日期', '生效日期'],
  rate: ['rate', '汇率'],
} as const;
export type RateColumn = keyof typeof headings;
const columns = Object.keys(headings) as RateColumn[];

/** As many rows as one file may have. */
export const rateRowLimit = 5_000;

export interface SheetFlaw {
  /** Counted as the file shows it: the headings are row 1. */
  row: number;
  column: RateColumn;
  code:
    | 'column-missing'
    | 'currency'
    | 'reporting-currency'
    | 'date'
    | 'rate'
    | 'given-twice'
    | 'no-rows'
    | 'too-many-rows';
}

/** Reads `7.1`, at most ten places on either side of the point and above nothing; null for anything else. */
export function rateText(text: string): string | null {
  const plain = text.trim();
  if (!/^\d{1,10}(\.\d{1,10})?$/.test(plain) || compare(decimal(plain), nothing) <= 0) return null;
  const [whole = '', fraction = ''] = plain.split('.');
  const places = fraction.replace(/0+$/, '');
  return `${BigInt(whole)}${places ? `.${places}` : ''}`;
}

/** Reads 2026-03-01, 2026/3/1, 2026.3.1 or 2026年3月1日; null for a day that is none. */
export function sheetDay(text: string): string | null {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.trim());
  if (!parts) return null;
  const [year = '', month = '', day = ''] = parts.slice(1);
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${iso}T00:00:00Z`);
  return year >= '1900' && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : null;
}

/**
 * Reads the rows of a file of rates, the headings first. Empty rows are passed over; one flaw anywhere means that none of
 * them may be taken.
 * @param reporting the reporting currency, which has no rate to itself
 */
export function readRates(
  rows: readonly (readonly string[])[],
  reporting: string,
): { rates: Rate[]; flaws: SheetFlaw[] } {
  const heads = (rows[0] ?? []).map((head) => head.trim().toLowerCase());
  const at = (column: RateColumn) => heads.findIndex((head) => headings[column].some((each) => each === head));
  const lacking = columns.filter((column) => at(column) < 0);
  if (lacking.length > 0)
    return { rates: [], flaws: lacking.map((column) => ({ row: 1, column, code: 'column-missing' })) };
  const filled = rows
    .map((cells, index) => ({ row: index + 1, cells }))
    .filter(({ row, cells }) => row > 1 && cells.some((cell) => cell.trim()));
  if (filled.length === 0) return { rates: [], flaws: [{ row: 2, column: 'currency', code: 'no-rows' }] };
  const beyond = filled[rateRowLimit];
  if (beyond) return { rates: [], flaws: [{ row: beyond.row, column: 'currency', code: 'too-many-rows' }] };

  const [rates, flaws] = [new Map<string, Rate>(), [] as SheetFlaw[]];
  for (const { row, cells } of filled) {
    const cell = (column: RateColumn) => cells[at(column)] ?? '';
    const currency = cell('currency').trim().toUpperCase();
    const [validFrom, rate] = [sheetDay(cell('date')), rateText(cell('rate'))];
    if (!/^[A-Z]{3}$/.test(currency)) flaws.push({ row, column: 'currency', code: 'currency' });
    else if (currency === reporting) flaws.push({ row, column: 'currency', code: 'reporting-currency' });
    if (!validFrom) flaws.push({ row, column: 'date', code: 'date' });
    if (!rate) flaws.push({ row, column: 'rate', code: 'rate' });
    if (!validFrom || !rate) continue;
    const key = `${currency} ${validFrom}`;
    const before = rates.get(key);
    if (before && before.rate !== rate) flaws.push({ row, column: 'rate', code: 'given-twice' });
    rates.set(key, { currency, validFrom, rate });
  }
  return flaws.length > 0 ? { rates: [], flaws } : { rates: [...rates.values()], flaws };
}
