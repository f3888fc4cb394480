/** A name goes into the field of its script. */
export function nameFields(name: string): { nameZh: string } | { nameEn: string } | { nameLocal: string } {
  const text = name.trim();
  if (/[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return { nameLocal: text };
  return /\p{Script=Han}/u.test(text) ? { nameZh: text } : { nameEn: text };
}

/** Countries from which investors come most, first those of the zone's regions. */
export const countries = [
  'CN',
  'KR',
  'JP',
  'HK',
  'MO',
  'TW',
  'SG',
  'US',
  'DE',
  'FR',
  'GB',
  'IT',
  'NL',
  'CH',
  'SE',
  'DK',
  'FI',
  'NO',
  'BE',
  'AT',
  'ES',
  'IE',
  'IL',
  'CA',
  'AU',
  'NZ',
  'IN',
  'MY',
  'TH',
  'VN',
  'ID',
  'PH',
  'AE',
  'SA',
  'TR',
  'RU',
  'PL',
  'CZ',
  'HU',
  'BR',
  'MX',
  'ZA',
] as const;

/** A country's name in a language; places that are named otherwise than the browser does stand in `own`. */
export const countryName = (code: string, locale: string, own: Readonly<Record<string, string>>): string =>
  own[code] ?? new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
