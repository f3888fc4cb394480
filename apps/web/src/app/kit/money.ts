import type { ExactMoney, Locale, Money } from '@torch/contracts';
import { decimal, fixed } from '@torch/domain';

export const currencies = ['CNY', 'USD', 'EUR', 'KRW', 'JPY', 'HKD', 'GBP', 'SGD'] as const;

/**
 * Without the separators that people type: 1,200,000 or 1 200 000. A comma that does not part thousands may be a
 * decimal one; it stays, and is refused, before an amount becomes a hundred times itself.
 */
export function plainAmount(amount: string): string {
  const plain = amount.normalize('NFKC').replace(/[\s']/g, '');
  return /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replace(/,/g, '') : plain;
}

/** An exact amount with its currency, grouped as the reader's language does. */
export function exactAmount({ amount, currency }: Money, locale: string): string {
  const [whole = '0', cents = ''] = amount.split('.');
  return `${BigInt(whole).toLocaleString(locale)}${/^0*$/.test(cents) ? '' : `.${cents}`} ${currency}`;
}

/** The same of what was converted, to the cent. */
export const roundedAmount = ({ amount, currency }: ExactMoney, locale: string): string =>
  exactAmount({ amount: fixed(decimal(amount), 2), currency }, locale);

/** How a language says large amounts. */
export interface AmountWords {
  /** A number of its larger unit, and of its smaller one. */
  large: (number: string) => string;
  small: (number: string) => string;
  money: (number: string, currency: string) => string;
}

/** The units in which amounts are read aloud, as powers of ten: in Chinese by ten thousands, in English by thousands. */
const units: Readonly<Record<Locale, { large: number; small: number }>> = {
  'zh-CN': { large: 8, small: 4 },
  en: { large: 9, small: 6 },
};

/** An amount as it is read aloud, with two decimals at most and without its currency; small ones stay whole. */
export function shortNumber(amount: string, locale: Locale, words: Omit<AmountWords, 'money'>): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  for (const unit of ['large', 'small'] as const) {
    const digits = units[locale][unit];
    // The decimal point is moved in the text: no digit goes lost on the way.
    if (Number(amount) >= 10 ** digits) return words[unit](format.format(`${amount}E-${digits}` as `${number}`));
  }
  return format.format(amount as `${number}`);
}

/** The same with its currency. The exact amount belongs beside it, as the title of what shows it. */
export const shortAmount = ({ amount, currency }: Money, locale: Locale, words: AmountWords): string =>
  words.money(shortNumber(amount, locale, words), currency);

/** How an amount, as it was typed, is read aloud; nothing where that says no more than its digits. */
export function spokenAmount({ amount, currency }: Money, locale: Locale, words: AmountWords): string {
  const plain = plainAmount(amount);
  return Number(plain) >= 10 ** units[locale].small ? shortAmount({ amount: plain, currency }, locale, words) : '';
}

/**
 * A figure in a unit that counts money by the hundred million, as Chinese statistics do (亿元), as the money that it is: in
 * English nobody says "610 hundred million". Null for any other unit.
 */
export function moneyInUnit(figure: string, unitEn: string | null): Money | null {
  const [, before, after] =
    /^(?:([A-Z]{3}) )?(?:100|hundred) million(?: ([A-Z]{3}))?$/.exec(unitEn?.trim() ?? '') ?? [];
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(figure) ?? [];
  const currency = before ?? after;
  if (!currency || (before && after) || !whole) return null;
  const digits = fraction.padEnd(8, '0');
  const cents = digits.slice(8).replace(/0+$/, '');
  return { amount: `${sign}${BigInt(whole + digits.slice(0, 8))}${cents && `.${cents}`}`, currency };
}

/** What two amounts, as decimal texts, differ by: exact, with a minus where the second is larger. */
export function differenceOf(one: string, other: string): string {
  const digits = Math.max(...[one, other].map((amount) => amount.split('.')[1]?.length ?? 0));
  const whole = (amount: string) => {
    const [units = '0', fraction = ''] = amount.split('.');
    return BigInt(units + fraction.padEnd(digits, '0'));
  };
  const by = whole(one) - whole(other);
  const size = String(by < 0n ? -by : by).padStart(digits + 1, '0');
  const text = digits === 0 ? size : `${size.slice(0, -digits)}.${size.slice(-digits)}`;
  return by < 0n ? `-${text}` : text;
}
