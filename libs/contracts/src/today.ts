import * as z from 'zod';
import { Id, Instant } from './fields';
import { FollowUp } from './follow-ups';
import { Lead } from './leads';
import { Aftercare } from './companies';
import { ProjectProblem } from './problems';
import { InvestorPromise } from './promises';
import { Visit } from './visits';

/** A landed company that nobody has spoken to for long. */
export const QuietCompany = z.object({
  ...Aftercare.pick({ landedOn: true, managerName: true, lastContactAt: true }).shape,
  id: Id,
  name: z.string(),
});
export type QuietCompany = z.infer<typeof QuietCompany>;

/** What an officer sees in the morning; for a head, the department's. The first 50 of each, with the true count. */
export const Today = z.object({
  /** The reader's date. */
  date: z.iso.date(),
  scope: z.enum(['own', 'department', 'all']),
  overdue: z.object({ items: z.array(FollowUp), total: z.int() }),
  dueToday: z.object({ items: z.array(FollowUp), total: z.int() }),
  quietLeads: z.object({ items: z.array(Lead), total: z.int() }),
  /** Landed companies that grew quiet, the quietest first. */
  quietCompanies: z.object({ items: z.array(QuietCompany), total: z.int() }),
  /** Open problems that are overdue, or due within a week. */
  problemsDue: z.object({ items: z.array(ProjectProblem), total: z.int() }),
  /** Promises that are overdue, or due within a week. */
  promisesDue: z.object({ items: z.array(InvestorPromise), total: z.int() }),
  upcomingVisits: z.object({ items: z.array(Visit), total: z.int() }),
  /** Of what is shown, until when the reader has put the reminder off, by id. */
  putOff: z.record(Id, Instant),
  /** Requests for ledgers as files that wait for the reader's decision. */
  exportsToDecide: z.int(),
});
export type Today = z.infer<typeof Today>;
