import { type DealAmount, dealAmounts, dealQuantities, type Money } from '@torch/contracts';
import type { DealEntity } from './deal.entity';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The contract's amounts as the row's pairs of columns; everything else by the same name. */
export function asColumns<T extends object>(input: T): Partial<DealEntity> {
  const row = { ...input } as Record<string, unknown>;
  for (const name of dealAmounts) {
    if (!(name in input)) continue;
    const money = (input as Partial<Record<DealAmount, Money | null>>)[name];
    delete row[name];
    if (money === undefined) continue;
    row[`${name}Amount`] = money ? exact(money.amount) : null;
    row[`${name}Currency`] = money?.currency ?? null;
  }
  for (const name of dealQuantities) if (typeof row[name] === 'string') row[name] = exact(row[name]);
  return row as Partial<DealEntity>;
}

/** An amount of a row, or null where there is none. */
export function moneyOf(row: DealEntity, name: DealAmount): Money | null {
  const [amount, currency] = [row[`${name}Amount`], row[`${name}Currency`]];
  return amount && currency ? { amount, currency } : null;
}

/** In the database's own spelling, so that an unchanged number counts as unchanged. */
export function exact(decimal: string): string {
  const [whole = '0', places = ''] = decimal.split('.');
  return `${BigInt(whole)}.${places.padEnd(2, '0')}`;
}

const amountColumn = (name: string, alias: string) => {
  const column = snake(name);
  return `CASE WHEN ${alias}.${column}_amount IS NOT NULL THEN
    jsonb_build_object('amount', ${alias}.${column}_amount::text, 'currency', ${alias}.${column}_currency) END AS "${name}"`;
};

/** SELECT list for one amount, or for all of them. */
export const amountColumns = (alias: string, names: readonly DealAmount[] = dealAmounts): string =>
  names.map((name) => amountColumn(name, alias)).join(', ');
