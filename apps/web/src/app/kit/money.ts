import type { Money } from '@torch/contracts';

export const currencies = ['CNY', 'USD', 'EUR', 'KRW', 'JPY', 'HKD', 'GBP', 'SGD'] as const;

/**
 * Without the separators that people type: 1,200,000 or 1 200 000. A comma that does not part thousands may be a
 * decimal one; it stays, and is refused, before an amount becomes a hundred times itself.
 */
export function plainAmount(amount: string): string {
  const plain = amount.normalize('NFKC').replace(/[\s']/g, '');
  return /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replace(/,/g, '') : plain;
}

/** The amount in units of ten thousand, as ledgers write it; nothing below that. */
export function inTenThousands(amount: string, locale: string): string {
  const number = Number(plainAmount(amount));
  return number >= 10_000 ? (number / 10_000).toLocaleString(locale, { maximumFractionDigits: 2 }) : '';
}

/** An exact amount with its currency, grouped as the reader's language does. */
export function exactAmount({ amount, currency }: Money, locale: string): string {
  const [whole = '0', cents = ''] = amount.split('.');
  return `${BigInt(whole).toLocaleString(locale)}${/^0*$/.test(cents) ? '' : `.${cents}`} ${currency}`;
}
