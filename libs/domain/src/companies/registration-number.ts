/** Why a registration number cannot be right. */
export type RegistrationFlaw = 'malformed' | 'check-digit';

const digits = (text: string) => [...text].map(Number);
const weighted = (values: readonly number[], weights: readonly number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), 0);

/** Unified social credit code 统一社会信用代码, GB 32100-2015: 18 characters without I, O, S, V, Z; the last one checks, modulo 31. */
function chinese(number: string): RegistrationFlaw | null {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number)) return 'malformed';
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const values = [...number].map((character) => alphabet.indexOf(character));
  const weights = Array.from({ length: 17 }, (_, index) => 3 ** index % 31);
  return (31 - (weighted(values, weights) % 31)) % 31 === values[17] ? null : 'check-digit';
}

/** Business registration number 사업자등록번호: ten digits, weighted sum with the carry of the ninth. */
function korean(number: string): RegistrationFlaw | null {
  if (!/^\d{10}$/.test(number)) return 'malformed';
  const values = digits(number);
  const sum = weighted(values, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor(((values[8] ?? 0) * 5) / 10);
  return (10 - (sum % 10)) % 10 === values[9] ? null : 'check-digit';
}

/** Corporate number 法人番号: thirteen digits, the first one checks the twelve behind it, modulo 9. */
function japanese(number: string): RegistrationFlaw | null {
  if (!/^[1-9]\d{12}$/.test(number)) return 'malformed';
  const values = digits(number).slice(1).reverse();
  const sum = values.reduce((total, value, index) => total + value * (index % 2 === 0 ? 1 : 2), 0);
  return 9 - (sum % 9) === Number(number[0]) ? null : 'check-digit';
}

const checks: Record<string, (number: string) => RegistrationFlaw | null> = { CN: chinese, KR: korean, JP: japanese };

/** One spelling for comparison: capitals, no spaces, hyphens or dots. */
export const normaliseRegistrationNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\-‐–—]/g, '');

/**
 * Checks a normalised number by the rule of its country (ISO 3166 alpha-2).
 * Countries without a rule here accept 4 to 30 letters and digits.
 */
export function registrationFlaw(country: string, number: string): RegistrationFlaw | null {
  const check = checks[country];
  if (check) return check(number);
  return /^[0-9A-Z/]{4,30}$/.test(number) ? null : 'malformed';
}
