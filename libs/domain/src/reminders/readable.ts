import { type Permission, reachOf, type Role } from '../access/permissions';
import type { ReminderSubject } from './trigger';

const readBy = {
  followUp: 'followUp.read',
  lead: 'lead.read',
  deal: 'deal.read',
  promise: 'promise.read',
  visit: 'visit.read',
  tour: 'visit.read',
  assignment: 'assignment.read',
  problem: 'problem.read',
  user: 'account.use',
} as const satisfies Record<ReminderSubject, Permission>;

/**
 * Whether a role reads records of this kind at all. Whoever was reminded of one, or has one still by their name, is told
 * nothing more of it once their role has changed to one that does not.
 */
export const readsSubject = (role: Role, subject: ReminderSubject): boolean => reachOf(role, readBy[subject]) !== null;
