import * as z from 'zod';
import { FollowUp } from './follow-ups';
import { Lead } from './leads';
import { InvestorPromise } from './promises';
import { Visit } from './visits';

/** What an officer sees in the morning; for a head, the department's. The first 50 of each, with the true count. */
export const Today = z.object({
  /** The reader's date. */
  date: z.iso.date(),
  scope: z.enum(['own', 'department', 'all']),
  overdue: z.object({ items: z.array(FollowUp), total: z.int() }),
  dueToday: z.object({ items: z.array(FollowUp), total: z.int() }),
  quietLeads: z.object({ items: z.array(Lead), total: z.int() }),
  /** Promises that are overdue, or due within a week. */
  promisesDue: z.object({ items: z.array(InvestorPromise), total: z.int() }),
  upcomingVisits: z.object({ items: z.array(Visit), total: z.int() }),
});
export type Today = z.infer<typeof Today>;
