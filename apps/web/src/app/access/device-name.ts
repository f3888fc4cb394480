/** Browsers as they name themselves, the more particular first: each claims to be those below it, too. */
const browsers = [
  ['MicroMessenger', 'WeChat'],
  ['DingTalk', 'DingTalk'],
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** "Chrome · Windows" for a browser's user agent; what is none of the usual ones, as it names itself. */
export function deviceName(userAgent: string | null): string {
  const found = [browsers, systems].map((known) => known.find(([sign]) => userAgent?.includes(sign))?.[1]);
  return found.every(Boolean) ? found.join(' · ') : (userAgent ?? '—');
}
