/** What a spreadsheet takes for the beginning of a formula, full width in East Asian ones (OWASP, CSV injection). */
const dangerous = /^[=+\-@\t\r\n＝＋－＠]/;

/** Whether a text would become a formula when it is opened as CSV, or edited in a sheet. */
export const looksLikeFormula = (text: string): boolean => dangerous.test(text);

const breaks = /[",\r\n]/;

/** What stands in a cell of a CSV file: a text; a number, or an exact decimal, which stays one; nothing. */
export type CsvValue = string | number | null | { decimal: string | null };

const plainDecimal = /^-?\d+(\.\d+)?$/;

/**
 * One cell of a CSV file (RFC 4180). A text that would be a formula is made harmless by an apostrophe before it, also one
 * that looks like a number: only what is given as a number is one.
 */
export function csvCell(value: CsvValue): string {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : (value?.decimal ?? '');
  if (typeof value !== 'string' && plainDecimal.test(text)) return text;
  const harmless = looksLikeFormula(text) ? `'${text}` : text;
  return breaks.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/** A cell of Excel holds no more characters. */
export const mostCharacters = 32_767;

/** A sheet keeps 15 digits of a number; more would be rounded without a word. */
const exactDigits = 15;

/** Whether a plain decimal survives as a number of a sheet. */
export const fitsNumber = (decimal: string): boolean =>
  decimal.replace(/[-.]/g, '').replace(/^0+/, '').length <= exactDigits;

/** The day from which a sheet counts; until 1 March 1900 it counts a day that never was. */
const epoch = Date.UTC(1899, 11, 30);
const dayLength = 86_400_000;
const firstTrueDay = 61;

/**
 * The number by which a sheet knows a day or minute; null for what it cannot say.
 * @param local `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, as clocks on the wall show it
 */
export function serialOf(local: string): number | null {
  const at = Date.parse(`${local.slice(0, 10)}T${local.slice(11, 16) || '00:00'}:00Z`);
  const serial = (at - epoch) / dayLength;
  return serial >= firstTrueDay ? serial : null;
}

/** Enough of a phone to tell two numbers apart, and never more than half of one. */
export const maskPhone = (phone: string | null): string | null =>
  phone && (phone.length >= 10 ? `${phone.slice(0, 3)}****${phone.slice(-2)}` : '****');
