import type { Role } from '../access/permissions';

/** The life of what is assigned to a collaborating department (交办). */
export const assignmentStates = ['open', 'accepted', 'answered', 'done', 'cancelled'] as const;
export type AssignmentState = (typeof assignmentStates)[number];

/** Who moves it: the department that it was given to, or the side that gave it. */
export type AssignmentSide = 'department' | 'giver';

const moves: Record<AssignmentState, Partial<Record<AssignmentState, readonly AssignmentSide[]>>> = {
  open: { accepted: ['department'], cancelled: ['giver'] },
  accepted: { answered: ['department'], cancelled: ['giver'] },
  // Sent back, an answer that does not do is owed again.
  answered: { done: ['department', 'giver'], accepted: ['giver'], cancelled: ['giver'] },
  done: {},
  cancelled: {},
};

/** The states to which a side can move an assignment from here. */
export const assignmentMoves = (from: AssignmentState, side: AssignmentSide): AssignmentState[] =>
  assignmentStates.filter((to) => moves[from][to]?.includes(side));

const rank: Partial<Record<Role, number>> = { officer: 1, head: 2, leader: 3 };

/** Whether somebody on the giving side may change, settle or call off what another gave: an equal's, never a superior's. */
export const mayDirect = (actor: Role, giver: Role): boolean => (rank[actor] ?? 0) >= (rank[giver] ?? 0);
