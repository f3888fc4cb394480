import { isConnectionError } from './data-source';

/** PostgreSQL's classes of what speaks of the moment: connection, conflict of transactions, resources, locks, operator, system. */
const passing = /^(?:08|40|53|55|57|58)/;

/** Whether the same work may go well a moment later; else it is what is worked on that cannot be done. */
export const isPassingFailure = (error: unknown): boolean =>
  isConnectionError(error) || passing.test(String((error as { code?: unknown } | null)?.code ?? ''));
