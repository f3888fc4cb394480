import { type ReminderSubject, reminderSubjects, type Role } from '@torch/domain';
import type { Recorded, Transaction } from '../../platform/database/unit-of-work';

/** What events leave to be planned. */
export interface Touched {
  ids: Map<ReminderSubject, Set<string>>;
  /** Records that this transaction made: nobody else knows them, and nothing is planned of them yet. */
  fresh: Set<string>;
  /** Records of which what waits is to be said anew. */
  anew: Set<string>;
  basisChanged: boolean;
  /** What is to be planned anew bit by bit. */
  replans: Replan[];
}

/** Of a rule, of a person, of a department and those below it, or everything. */
export type Replan = { ruleId: string } | { userId: string } | { departmentId: string } | 'everything';

/** Events by which the words of what waits change: from now on the matter goes by its codename, or no longer. */
const changesWords = 'lead.concealed';
/** Events of a lead that say nothing new about its deals. */
const aboutLeadAlone = new Set([
  'lead.created',
  'lead.screened',
  'lead.warned',
  'lead.reminded',
  'lead.reminderDropped',
  'lead.reminderRetried',
  'lead.snoozed',
]);
/** Events by which everything on a lead comes to an end or back. */
const ofEverything = new Set(['lead.deleted', 'lead.restored', 'lead.concealed']);

/** Events of a person by which plans may change; a wrong password is no such thing. */
const aboutPerson = new Set(['user.created', 'user.updated', 'user.roleChanged']);
/** What makes somebody else the one whom a step reaches. */
const aboutStanding = ['role', 'active', 'departmentId'];

const isPlanned = (subject: string): subject is ReminderSubject => reminderSubjects.some((each) => each === subject);

/** The records whose reminders may have changed by what these events tell. */
export async function subjectsOf(tx: Transaction, recorded: readonly Recorded[]): Promise<Touched> {
  const touched: Touched = { ids: new Map(), fresh: new Set(), anew: new Set(), basisChanged: false, replans: [] };
  const add = (subject: ReminderSubject, id: string) =>
    touched.ids.set(subject, (touched.ids.get(subject) ?? new Set()).add(id));
  for (const { type, subjectType, subjectId } of recorded)
    if (subjectId && isPlanned(subjectType) && (subjectType !== 'user' || aboutPerson.has(type))) {
      add(subjectType, subjectId);
      if (type === `${subjectType}.created`) touched.fresh.add(subjectId);
    }
  for (const { kind, id } of await hangingOn(tx, recorded)) add(kind, id);
  const said = recorded.filter(({ type }) => type === changesWords).map(({ leadId }) => leadId);
  if (said.length > 0) for (const each of touched.ids.values()) for (const id of each) touched.anew.add(id);
  await noteBasis(tx, recorded, touched);
  return touched;
}

/** What else a change of a lead, a deal or a visit reaches. */
async function hangingOn(
  tx: Transaction,
  recorded: readonly Recorded[],
): Promise<{ kind: ReminderSubject; id: string }[]> {
  const idsOf = (fits: (event: Recorded) => boolean) =>
    recorded.flatMap((event) => (event.subjectId && fits(event) ? [event.subjectId] : []));
  const dealsOf = idsOf(({ subjectType, type }) => subjectType === 'lead' && !aboutLeadAlone.has(type));
  const allOf = idsOf(({ type }) => ofEverything.has(type));
  const workOf = idsOf(({ type }) => type === 'deal.deleted' || type === 'deal.restored');
  const toursOf = idsOf(({ subjectType, type }) => subjectType === 'visit' && type !== 'visit.reminded');
  if (dealsOf.length + allOf.length + workOf.length + toursOf.length === 0) return [];
  return tx.query(
    `SELECT 'deal' AS kind, id FROM deals WHERE lead_id = ANY($1)
     UNION SELECT 'followUp', id FROM follow_ups WHERE lead_id = ANY($2)
     UNION SELECT 'visit', id FROM visits WHERE lead_id = ANY($2)
     UNION SELECT 'promise', id FROM promises WHERE lead_id = ANY($2)
     UNION SELECT 'assignment', id FROM assignments WHERE deal_id IN (SELECT id FROM deals WHERE lead_id = ANY($2) UNION SELECT unnest($3::uuid[]))
     UNION SELECT 'problem', id FROM problems WHERE deal_id IN (SELECT id FROM deals WHERE lead_id = ANY($2) UNION SELECT unnest($3::uuid[]))
     UNION SELECT 'tour', tour_id FROM visits WHERE id = ANY($4) AND tour_id IS NOT NULL`,
    [dealsOf, allOf, workOf, toursOf],
  );
}

/** Changes of what plans are made from. */
async function noteBasis(tx: Transaction, recorded: readonly Recorded[], touched: Touched): Promise<void> {
  if (recorded.some(({ subjectType }) => subjectType === 'exchangeRate'))
    touched.replans.push(...(await byInvestment(tx)));
  for (const { type, subjectType, subjectId, changes } of recorded)
    switch (subjectType) {
      case 'reminderRule':
        touched.basisChanged = true;
        if (subjectId) touched.replans.push({ ruleId: subjectId });
        break;
      case 'user':
        if (!subjectId || !aboutPerson.has(type)) break;
        touched.basisChanged = true;
        touched.replans.push({ userId: subjectId });
        if (type !== 'user.updated' || aboutStanding.some((each) => each in changes))
          touched.replans.push(await reachOf(tx, subjectId));
        break;
      case 'absence':
        touched.basisChanged = true;
        touched.replans.push(await absentee(tx, subjectId));
        break;
      case 'calendarDay':
      case 'robot':
      case 'department':
        // What it could not say is said again: that plans nothing.
        if (type === 'robot.retried') break;
        touched.basisChanged = true;
        // Of a holiday's many days, one is enough to plan everything anew; a department just made has nothing to plan.
        if (type !== 'department.created' && !touched.replans.includes('everything'))
          touched.replans.push('everything');
        break;
      case 'channel':
        // Its days of protection are the anchor of that rule.
        for (const { id } of await tx.query<{ id: string }>(
          `SELECT id FROM reminder_rules WHERE trigger = 'lead.protectionEnds'`,
        ))
          touched.replans.push({ ruleId: id });
        break;
    }
}

/** What deals are worth may choose another rule for them: a replan of one such rule looks at all of them. */
export function byInvestment(tx: Transaction): Promise<Replan[]> {
  return tx.query<{ ruleId: string }>(
    `SELECT id AS "ruleId" FROM reminder_rules WHERE active AND trigger LIKE 'deal.%' AND conditions ? 'minInvestment' ORDER BY id LIMIT 1`,
  );
}

/** Whose steps may reach somebody else now that this person stands elsewhere: of a leader, those of everything. */
async function reachOf(tx: Transaction, userId: string): Promise<Replan> {
  const [user] = await tx.query<{ role: Role; departmentId: string }>(
    'SELECT role, department_id AS "departmentId" FROM users WHERE id = $1',
    [userId],
  );
  return !user || user.role === 'leader' ? 'everything' : { departmentId: user.departmentId };
}

/** Whose absence it is; of one that is gone its event tells. */
async function absentee(tx: Transaction, absenceId: string | null): Promise<Replan> {
  const [row] = await tx.query<{ userId: string | null }>(
    `SELECT coalesce(
       (SELECT user_id FROM absences WHERE id = $1),
       (SELECT (changes -> 'userId' ->> 0)::uuid FROM events WHERE subject_type = 'absence' AND subject_id = $1 AND type = 'absence.deleted' LIMIT 1)) AS "userId"`,
    [absenceId],
  );
  return row?.userId ? { userId: row.userId } : 'everything';
}
