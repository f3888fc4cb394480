/**
 * Countries and places whose calendars are kept: those of which the bureau has people or investors, where Saturday and
 * Sunday are free.
 */
export const calendarCountries = [
  'CN',
  'HK',
  'TW',
  'KR',
  'JP',
  'SG',
  'US',
  'CA',
  'GB',
  'DE',
  'FR',
  'IT',
  'NL',
  'CH',
  'SE',
  'AU',
] as const;
export type CalendarCountry = (typeof calendarCountries)[number];

const byZone: Readonly<Record<string, CalendarCountry>> = {
  'Asia/Hong_Kong': 'HK',
  'Asia/Taipei': 'TW',
  'Asia/Seoul': 'KR',
  'Asia/Tokyo': 'JP',
  'Asia/Singapore': 'SG',
  'America/Toronto': 'CA',
  'America/Vancouver': 'CA',
  'America/Edmonton': 'CA',
  'America/Winnipeg': 'CA',
  'America/Halifax': 'CA',
  'Europe/London': 'GB',
  'Europe/Paris': 'FR',
  'Europe/Rome': 'IT',
  'Europe/Amsterdam': 'NL',
  'Europe/Zurich': 'CH',
  'Europe/Stockholm': 'SE',
};

const byContinent: Readonly<Record<string, CalendarCountry>> = { America: 'US', Europe: 'DE', Australia: 'AU' };

/** The country whose holidays somebody in that time zone most likely keeps; where nothing is known, the bureau's own. */
export const countryOfZone = (timeZone: string): CalendarCountry =>
  byZone[timeZone] ?? byContinent[timeZone.split('/')[0] ?? ''] ?? 'CN';
