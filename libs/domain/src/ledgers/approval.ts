import type { Role } from '../access/permissions';

/** The settings of exports, in one place. */
export const exportSettings = {
  /** Rows above which somebody else must approve: an officer takes no bulk away (PRACTICE.md, "Roles"). */
  freeRows: { officer: 200, others: 5_000 },
  /** No sheet is larger. */
  mostRows: 500_000,
  /** With whole phone numbers no sheet is larger: personal information is given out for a purpose, and each is logged. */
  mostUnmaskedRows: 1_000,
  /** Days in which a file can be fetched, from the request or its approval. */
  days: 7,
} as const;

/** Why somebody else must approve. */
export const approvalReasons = ['rows', 'confidential', 'unmasked'] as const;
export type ApprovalReason = (typeof approvalReasons)[number];

/** What of a request decides whether it needs approval. */
export interface Asked {
  /** Rows of what is not confidential. */
  rows: number;
  /** Whether confidential records at which the requester is named may stand in it; not whether there are any, which would tell. */
  confidential: boolean;
  unmasked: boolean;
}

/** Rows that the role takes away without asking. */
export const freeRows = (role: Role): number =>
  role === 'officer' ? exportSettings.freeRows.officer : exportSettings.freeRows.others;

/** Why an export must be approved; nothing means that it is ready at once. */
export const approvalNeeded = (role: Role, { rows, confidential, unmasked }: Asked): ApprovalReason[] =>
  approvalReasons.filter((reason) => ({ rows: rows > freeRows(role), confidential, unmasked })[reason]);

export const exportStates = ['awaitingApproval', 'ready', 'refused', 'expired'] as const;
export type ExportState = (typeof exportStates)[number];

export const exportFormats = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];
