/** The date, `YYYY-MM-DD`, that it is in a time zone at an instant. */
export const dateIn = (timeZone: string, now = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
