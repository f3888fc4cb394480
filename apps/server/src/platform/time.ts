import { dateIn as dateAt } from '@torch/domain';

export { addDays } from '@torch/domain';

/** The calendar that is ahead of every other: a day that has not come there has come nowhere. */
export const foremost = 'Pacific/Kiritimati';

/** The date, `YYYY-MM-DD`, that it is in a time zone now, or at another instant. */
export const dateIn = (timeZone: string, now = new Date()): string => dateAt(now, timeZone);
