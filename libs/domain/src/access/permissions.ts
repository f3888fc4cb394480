/** The roles of a bureau. Everyone has exactly one of them, in exactly one department. */
export const roles = [
  'officer',
  'head',
  'leader',
  'collaborator',
  'statistician',
  'admin',
  'security_admin',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** The three separate administrators (三员): mutually exclusive, and none of them sees business data. */
export const administratorRoles = ['admin', 'security_admin', 'auditor'] as const satisfies readonly Role[];

/**
 * Roles that the system administrator may give a new account: those of the administrators, and those that see no more
 * than their own. Everything wider is given by the security administrator, so that nobody opens the business to themselves.
 */
export const firstRoles = ['officer', 'collaborator', ...administratorRoles] as const satisfies readonly Role[];

/** How far a permission reaches: one's own records, those of the department and below it, or everyone's. */
export type Reach = 'own' | 'department' | 'all';

/** Who may do what, and how far. Server and web read this one table; nothing else decides. */
export const permissionTable = {
  'account.use': {
    officer: 'own',
    head: 'own',
    leader: 'own',
    collaborator: 'own',
    statistician: 'own',
    admin: 'own',
    security_admin: 'own',
    auditor: 'own',
  },

  'reference.read': {
    officer: 'all',
    head: 'all',
    leader: 'all',
    collaborator: 'all',
    statistician: 'all',
    admin: 'all',
    security_admin: 'all',
    auditor: 'all',
  },
  'reference.edit': { admin: 'all' },

  'company.read': { officer: 'all', head: 'all', leader: 'all', statistician: 'all' },
  'company.create': { officer: 'own', head: 'department' },
  'company.update': { officer: 'own', head: 'department' },
  'company.delete': { officer: 'own', head: 'department' },

  // Names of contacts stand in lists for everyone who reads companies, phones masked;
  // the whole record opens only within reach, and each opening is logged.
  'contact.list': { officer: 'all', head: 'all', leader: 'all', statistician: 'all' },
  'contact.read': { officer: 'own', head: 'department', leader: 'all' },
  'contact.create': { officer: 'own', head: 'department' },
  'contact.update': { officer: 'own', head: 'department' },
  'contact.delete': { officer: 'own', head: 'department' },

  'lead.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'lead.create': { officer: 'own', head: 'department' },
  'lead.update': { officer: 'own', head: 'department' },
  'lead.move': { officer: 'own', head: 'department' },
  'lead.reopen': { head: 'department' },
  'lead.assign': { head: 'department' },
  'lead.delete': { officer: 'own', head: 'department' },

  'deal.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'deal.create': { officer: 'own', head: 'department' },
  'deal.update': { officer: 'own', head: 'department' },
  'deal.move': { officer: 'own', head: 'department' },
  'deal.delete': { officer: 'own', head: 'department' },
  // Moves back, reopening, and taking missing evidence upon oneself.
  'deal.override': { head: 'department' },
  // A confidential deal is the named people's alone; of all others a head or leader learns only the anonymous sum.
  'deal.conceal': { officer: 'own', head: 'department' },
  'deal.countConcealed': { head: 'department', leader: 'all' },

  // Documents are reached through the record on which they hang; whose that is, they are.
  'attachment.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'attachment.create': { officer: 'own', head: 'department' },
  'attachment.delete': { officer: 'own', head: 'department' },

  // A conflict reaches both who entered the company and both their heads.
  'conflict.read': { officer: 'own', head: 'department', leader: 'all' },
  'conflict.settle': { head: 'department' },
  'transfer.read': { head: 'department' },
  'transfer.make': { head: 'department' },
  'transfer.undo': { head: 'department' },
  // Released leads lie in their department's pool, where every officer of it finds and claims them.
  'pool.read': { officer: 'department', head: 'department', leader: 'all' },
  'pool.claim': { officer: 'department', head: 'department' },
  'pool.release': { officer: 'own', head: 'department' },

  // Funds in place and foreign capital are entered by who works on the deal, confirmed by the statistician.
  'fund.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'fund.create': { officer: 'own', head: 'department' },
  'fund.update': { officer: 'own', head: 'department' },
  'fund.delete': { officer: 'own', head: 'department' },
  'fund.confirm': { statistician: 'all' },
  'rate.read': {
    officer: 'all',
    head: 'all',
    leader: 'all',
    statistician: 'all',
    admin: 'all',
  },
  'rate.edit': { admin: 'all' },
  // What the zone means to reach is known to all who work on it; how far it has come is read within everybody's reach.
  'target.read': { officer: 'all', head: 'all', leader: 'all', statistician: 'all', admin: 'all' },
  'target.edit': { admin: 'all' },

  // Indicators are of the leads and deals within reach; the statistician freezes a month that is over.
  'kpi.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'month.close': { statistician: 'all' },

  'screening.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'screening.write': { officer: 'own', head: 'department' },
  'scorecard.read': { officer: 'own', head: 'department', leader: 'all' },
  'scorecard.write': { officer: 'own', head: 'department', leader: 'all' },
  'offer.read': { officer: 'own', head: 'department', leader: 'all' },
  'offer.create': { officer: 'own', head: 'department' },
  'offer.update': { officer: 'own', head: 'department' },
  // By another person than who made it.
  'offer.review': { head: 'department', leader: 'all' },
  // A leader gives assignments (交办); a collaborating department answers what is given to it, and sees nothing else.
  'assignment.read': { officer: 'own', head: 'department', leader: 'all', collaborator: 'department' },
  'assignment.create': { officer: 'own', head: 'department', leader: 'all' },
  'assignment.update': { officer: 'own', head: 'department', leader: 'all' },
  'assignment.answer': { collaborator: 'department' },

  'promise.read': { officer: 'own', head: 'department', leader: 'all' },
  'promise.create': { officer: 'own', head: 'department' },
  'promise.update': { officer: 'own', head: 'department' },
  // What stands in a deal's or a landed company's way (卡点).
  'problem.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'problem.create': { officer: 'own', head: 'department' },
  'problem.update': { officer: 'own', head: 'department' },
  'company.appoint': { head: 'department' },

  'visit.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'visit.create': { officer: 'own', head: 'department' },
  'visit.update': { officer: 'own', head: 'department' },
  'visit.delete': { officer: 'own', head: 'department' },

  'followUp.read': { officer: 'own', head: 'department', leader: 'all' },
  'followUp.create': { officer: 'own', head: 'department' },
  'followUp.update': { officer: 'own', head: 'department' },
  'followUp.delete': { officer: 'own', head: 'department' },

  // Working days are everybody's business; which days are holidays, the administrator corrects.
  'calendar.read': {
    officer: 'all',
    head: 'all',
    leader: 'all',
    collaborator: 'all',
    statistician: 'all',
    admin: 'all',
    security_admin: 'all',
    auditor: 'all',
  },
  'calendar.edit': { admin: 'all' },
  // While somebody is away, their deputy gets their reminders.
  'absence.read': { officer: 'own', head: 'department', leader: 'all', collaborator: 'own', statistician: 'own' },
  'absence.edit': { officer: 'own', head: 'department', leader: 'own', collaborator: 'own', statistician: 'own' },

  // A ledger as a file: as far as one's reach goes, and above the rule's limits with somebody else's approval.
  'ledger.export': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'export.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'export.approve': { head: 'department', leader: 'all' },

  'reminder.read': { officer: 'own', head: 'department', leader: 'all' },

  // Whoever is reminded may know by which rule; the administrator sets them.
  'reminderRule.read': { officer: 'all', head: 'all', leader: 'all', admin: 'all' },
  'reminderRule.edit': { admin: 'all' },
  // Who gets reminded of how much on a day: by codes and counts, a head of the own people.
  'reminderRule.foresee': { head: 'department', leader: 'all', admin: 'all' },
  // Group chats that are told through a robot, with their keys: the administrator's, who sees no business there.
  'robot.read': { admin: 'all' },
  'robot.edit': { admin: 'all' },

  // Made within one's own reach, by whoever it is made; each receiver's report is their own. A schedule is looked
  // after by whoever leads its maker, too: it must not go on for ever when they have gone.
  'report.read': { officer: 'own', head: 'department', leader: 'all', statistician: 'all' },
  'reportSchedule.edit': { head: 'department', leader: 'all', statistician: 'own' },
  // The forms alone, which hold no figures.
  'reportTemplate.read': { admin: 'all' },
  'reportTemplate.edit': { admin: 'all' },
  // A way of looking at a page, kept under a name; what it shows is within the reach of whoever opens it. One that is
  // shared, the department of its owner reads too.
  'view.read': { officer: 'own', head: 'own', leader: 'own', statistician: 'own' },
  'view.edit': { officer: 'own', head: 'own', leader: 'own', statistician: 'own' },
  // The bureau at one look, and links under which a screen on a wall shows its figures to whoever is in the room.
  'cockpit.read': { officer: 'own', head: 'department', leader: 'all' },
  'wallLink.edit': { head: 'department', leader: 'all' },

  'recycleBin.read': { officer: 'own', head: 'department' },
  'recycleBin.restore': { officer: 'own', head: 'department' },

  'user.list': {
    officer: 'all',
    head: 'all',
    leader: 'all',
    statistician: 'all',
    admin: 'all',
    security_admin: 'all',
    auditor: 'all',
  },
  'user.manage': { admin: 'all' },
  'user.changeRole': { security_admin: 'all' },
  'department.list': {
    officer: 'all',
    head: 'all',
    leader: 'all',
    collaborator: 'all',
    statistician: 'all',
    admin: 'all',
    security_admin: 'all',
    auditor: 'all',
  },
  'department.manage': { admin: 'all' },

  'mail.read': { admin: 'all' },
  'mail.retry': { admin: 'all' },
  'audit.read': { auditor: 'all' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable) as Permission[];

/** Who acts: the role decides how far, the departments are the actor's own and those below it. */
export interface Actor {
  id: string;
  role: Role;
  departmentId: string;
  /** The actor's department and, as far as the role reaches, every department below it. */
  departmentIds: readonly string[];
  /** Confidential leads at which the actor is named. */
  namedIn?: readonly string[];
  /** Those of them that are not the actor's own, and those that lie in other departments; left out, as `namedIn`. */
  namedBeyond?: { readonly own: readonly string[]; readonly department: readonly string[] };
}

/** What a permission is asked about: whose record it is, and in which department it lies. */
export interface Owned {
  ownerId: string | null;
  departmentId: string | null;
  /** The people named at the confidential lead on which the record hangs; null or left out for one that is open. */
  confidentialTo?: readonly string[] | null;
}

/** How far a role's permission reaches, or null when the role does not have it. */
export function reachOf(role: Role, permission: Permission): Reach | null {
  const row: Partial<Record<Role, Reach>> = permissionTable[permission];
  return row[role] ?? null;
}

/** Permissions that only look. Being named at a confidential lead opens these, however short one's reach is elsewhere. */
export const looksOnly = (permission: Permission): boolean => /\.(read|list)$/.test(permission);

/**
 * Whether the actor may use the permission on this record. What is confidential exists for the people named there alone,
 * whatever their rank: they all may look, and whoever it lies within reach of may write.
 */
export function may(actor: Actor, permission: Permission, record: Owned): boolean {
  if (record.confidentialTo) {
    if (!record.confidentialTo.includes(actor.id)) return false;
    if (looksOnly(permission)) return reachOf(actor.role, permission) !== null;
  }
  switch (reachOf(actor.role, permission)) {
    case 'all':
      return true;
    case 'department':
      return record.departmentId !== null && actor.departmentIds.includes(record.departmentId);
    case 'own':
      return record.ownerId === actor.id;
    case null:
      return false;
  }
}
