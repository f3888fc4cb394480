import {
  type Anchor,
  type DealStage,
  dealStages,
  isInYears,
  type MilestoneDates,
  milestones,
  openLeadStatuses,
  type ProtectionRule,
  protectionStanding,
  type ReminderSubject,
  type ReminderTrigger,
  type RuleFacts,
} from '@torch/domain';
import type { Transaction } from '../../platform/database/unit-of-work';

/** Why a record may have to remind: one anchor of one trigger, and what its rule is chosen by. */
export interface ReminderFact extends RuleFacts {
  trigger: ReminderTrigger;
  subjectId: string;
  /** Tells one cause from the next of the same record. */
  occurrence: string;
  anchor: Anchor;
  ownerId: string;
  departmentId: string;
  /** The people named, where the matter is confidential. */
  named: string[] | null;
  /** The department that an assignment was given to. */
  assigneeId?: string;
}

interface Common {
  id: string;
  ownerId: string;
  departmentId: string;
  named: string[] | null;
}
type Read = (tx: Transaction, ids: readonly string[], reportingCurrency: string) => Promise<ReminderFact[]>;

const quoted = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');
const common = ({ id, ownerId, departmentId, named }: Common) => ({ subjectId: id, ownerId, departmentId, named });
const owned = (alias: string) =>
  `${alias}.id, ${alias}.owner_id AS "ownerId", ${alias}.department_id AS "departmentId"`;

const followUps: Read = async (tx, ids) => {
  const rows = await tx.query<Common & { dueAt: Date; noticeMinutes: number }>(
    `SELECT ${owned('f')}, l.confidential_to AS named, f.due_at AS "dueAt", f.notice_minutes AS "noticeMinutes"
     FROM follow_ups f LEFT JOIN leads l ON l.id = f.lead_id
     WHERE f.id = ANY($1) AND f.status = 'open' AND f.deleted_at IS NULL`,
    [ids],
  );
  return rows.map(({ dueAt, noticeMinutes, ...row }) => ({
    ...common(row),
    trigger: 'followUp.due',
    occurrence: `${dueAt.toISOString()} ${noticeMinutes}`,
    anchor: { at: dueAt, noticeMinutes },
  }));
};

type LeadRow = Common &
  ProtectionRule & {
    status: string;
    channel: string;
    createdAt: Date;
    lastContactAt: Date;
    protectedFrom: Date;
    screened: boolean;
  };

const leads: Read = async (tx, ids) => {
  const rows = await tx.query<LeadRow>(
    `SELECT ${owned('l')}, l.confidential_to AS named, l.status, l.channel, l.created_at AS "createdAt",
       l.last_contact_at AS "lastContactAt", l.protected_from AS "protectedFrom",
       EXISTS (SELECT FROM screenings s WHERE s.lead_id = l.id) AS screened,
       h.protection_days AS "protectionDays", h.first_warning_days AS "firstWarningDays",
       h.second_warning_days AS "secondWarningDays", h.release_days AS "releaseDays"
     FROM leads l JOIN channels h ON h.code = l.channel
     WHERE l.id = ANY($1) AND l.deleted_at IS NULL AND l.pooled_at IS NULL AND l.status IN (${quoted(openLeadStatuses)})`,
    [ids],
  );
  return rows.flatMap((row): ReminderFact[] => {
    const { status, channel, createdAt, lastContactAt, protectedFrom } = row;
    const fact = { ...common(row), status, channel };
    // Whoever has taken a lead over has their own time.
    const [given, held] = [createdAt, lastContactAt].map((at) => (at > protectedFrom ? at : protectedFrom)) as [
      Date,
      Date,
    ];
    const reported = { occurrence: given.toISOString(), anchor: { at: given } };
    const { until } = protectionStanding(row, held, tx.now);
    return [
      ...(status === 'new' ? [{ ...fact, trigger: 'lead.firstResponse' as const, ...reported }] : []),
      ...(status !== 'qualified' && !row.screened
        ? [{ ...fact, trigger: 'lead.screening' as const, ...reported }]
        : []),
      { ...fact, trigger: 'lead.quiet', occurrence: held.toISOString(), anchor: { at: held } },
      { ...fact, trigger: 'lead.protectionEnds', occurrence: until.toISOString(), anchor: { at: until } },
    ];
  });
};

type DealRow = Common &
  MilestoneDates & { stage: DealStage; stageSince: string; quietSince: Date; investment: string | null };

const lastOfMonth = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);

const deals: Read = async (tx, ids, reportingCurrency) => {
  const rows = await tx.query<DealRow>(
    `SELECT ${owned('d')}, l.confidential_to AS named, d.stage, d.stage_since::text AS "stageSince",
       greatest(l.last_contact_at, l.protected_from, d.stage_since::timestamp AT TIME ZONE u.time_zone) AS "quietSince",
       ${milestones
         .flatMap(({ promised, actual }) => [promised, actual])
         .map(column)
         .join(', ')}, ${column('statisticsEntryOn')},
       CASE WHEN d.total_investment_currency = $2 THEN d.total_investment_amount ELSE d.total_investment_amount * (
         SELECT r.rate FROM exchange_rates r WHERE r.reporting_currency = $2 AND r.currency = d.total_investment_currency
           AND r.valid_from <= current_date ORDER BY r.valid_from DESC LIMIT 1) END::text AS investment
     FROM deals d JOIN leads l ON l.id = d.lead_id JOIN users u ON u.id = d.owner_id
     WHERE d.id = ANY($1) AND d.deleted_at IS NULL AND l.deleted_at IS NULL AND d.stage IN (${quoted(dealStages)})`,
    [ids, reportingCurrency],
  );
  return rows.flatMap((row): ReminderFact[] => {
    const { stage, investment, stageSince, quietSince, startedOn } = row;
    const fact = { ...common(row), stage, investment };
    return [
      { ...fact, trigger: 'deal.quiet', occurrence: quietSince.toISOString(), anchor: { at: quietSince } },
      { ...fact, trigger: 'deal.overlong', occurrence: `${stage} ${stageSince}`, anchor: { on: stageSince } },
      ...milestones.flatMap(({ milestone, promised, actual }): ReminderFact[] => {
        const on = row[promised];
        if (!on || row[actual]) return [];
        // A promise is for the month of its day.
        return [
          { ...fact, trigger: 'deal.milestone', occurrence: `${milestone} ${on}`, anchor: { on: lastOfMonth(on) } },
        ];
      }),
      ...(startedOn && !row.statisticsEntryOn
        ? [{ ...fact, trigger: 'deal.statistics' as const, occurrence: startedOn, anchor: { on: startedOn } }]
        : []),
    ];
  });
};

const column = (property: string) =>
  `d.${property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}::text AS "${property}"`;

const promises: Read = async (tx, ids) => {
  const rows = await tx.query<Common & { dueOn: string }>(
    `SELECT ${owned('p')}, l.confidential_to AS named, p.due_on::text AS "dueOn"
     FROM promises p JOIN leads l ON l.id = p.lead_id WHERE p.id = ANY($1) AND p.state = 'open' AND l.deleted_at IS NULL`,
    [ids],
  );
  return rows.map((row) => ({ ...dueOn(row), trigger: 'promise.due' }));
};

const dueOn = (row: Common & { dueOn: string }) => ({
  ...common(row),
  occurrence: row.dueOn,
  anchor: { on: row.dueOn },
});

const visits: Read = async (tx, ids) => {
  const rows = await tx.query<Common & { status: string; startsAt: Date; endsAt: Date; missing: boolean }>(
    `SELECT ${owned('v')}, l.confidential_to AS named, v.status, v.starts_at AS "startsAt",
       coalesce(v.ends_at, v.starts_at) AS "endsAt", coalesce(trim(v.minutes), '') = '' AS missing
     FROM visits v LEFT JOIN leads l ON l.id = v.lead_id
     WHERE v.id = ANY($1) AND v.deleted_at IS NULL AND v.status <> 'cancelled'`,
    [ids],
  );
  return rows.flatMap((row): ReminderFact[] => [
    ...(row.status === 'planned'
      ? [
          {
            ...common(row),
            trigger: 'visit.soon' as const,
            occurrence: row.startsAt.toISOString(),
            anchor: { at: row.startsAt },
          },
        ]
      : []),
    ...(row.missing
      ? [
          {
            ...common(row),
            trigger: 'visit.minutes' as const,
            occurrence: row.endsAt.toISOString(),
            anchor: { at: row.endsAt },
          },
        ]
      : []),
  ]);
};

const tours: Read = async (tx, ids) => {
  const rows = await tx.query<Common & { dueOn: string }>(
    `SELECT ${owned('o')}, NULL::uuid[] AS named, o.to_on::text AS "dueOn" FROM tours o WHERE o.id = ANY($1)
       AND EXISTS (SELECT FROM visits v WHERE v.tour_id = o.id AND v.deleted_at IS NULL AND v.status <> 'cancelled' AND coalesce(trim(v.minutes), '') = '')`,
    [ids],
  );
  return rows.map((row) => ({ ...dueOn(row), trigger: 'tour.report' }));
};

const assignments: Read = async (tx, ids) => {
  const rows = await tx.query<Common & { state: string; dueOn: string; createdAt: Date; assigneeId: string }>(
    `SELECT t.id, t.giver_id AS "ownerId", u.department_id AS "departmentId", l.confidential_to AS named, t.state,
       t.due_on::text AS "dueOn", t.created_at AS "createdAt", t.department_id AS "assigneeId"
     FROM assignments t JOIN users u ON u.id = t.giver_id JOIN deals d ON d.id = t.deal_id JOIN leads l ON l.id = d.lead_id
     WHERE t.id = ANY($1) AND t.state IN ('open', 'accepted') AND d.deleted_at IS NULL`,
    [ids],
  );
  return rows.flatMap((row): ReminderFact[] => {
    const { assigneeId } = row;
    return [
      ...(row.state === 'open'
        ? [
            {
              ...common(row),
              assigneeId,
              trigger: 'assignment.unanswered' as const,
              occurrence: 'given',
              anchor: { at: row.createdAt },
            },
          ]
        : []),
      { ...dueOn(row), assigneeId, trigger: 'assignment.due' },
    ];
  });
};

const problems: Read = async (tx, ids) => {
  const rows = await tx.query<Common & { dueOn: string }>(
    `SELECT b.id, b.handler_id AS "ownerId", u.department_id AS "departmentId", l.confidential_to AS named, b.due_on::text AS "dueOn"
     FROM problems b JOIN users u ON u.id = b.handler_id LEFT JOIN deals d ON d.id = b.deal_id LEFT JOIN leads l ON l.id = d.lead_id
     WHERE b.id = ANY($1) AND b.state = 'open' AND d.deleted_at IS NULL`,
    [ids],
  );
  return rows.map((row) => ({ ...dueOn(row), trigger: 'problem.due' }));
};

/** Of a person there is no fact but the day: their digests are planned by the calendar alone. */
export type FactSubject = Exclude<ReminderSubject, 'user'>;
const readers: Record<FactSubject, Read> = {
  followUp: followUps,
  lead: leads,
  deal: deals,
  promise: promises,
  visit: visits,
  tour: tours,
  assignment: assignments,
  problem: problems,
};

/**
 * What there is to be reminded of about these records as they stand, in one query however many they are. A date of the year
 * 9999, stored before years had their bounds, stands for "some day": of that nobody is reminded.
 */
export async function readFacts(
  tx: Transaction,
  subject: FactSubject,
  ids: readonly string[],
  reportingCurrency: string,
): Promise<ReminderFact[]> {
  const facts = await readers[subject](tx, ids, reportingCurrency);
  return facts.filter(({ anchor }) => isInYears('at' in anchor ? anchor.at : anchor.on));
}

/** Which records a rule may concern at all, in the order of their ids, for planning them anew bit by bit. */
export const tablesOf: Record<ReminderSubject, string> = {
  followUp: `follow_ups s WHERE s.status = 'open' AND s.deleted_at IS NULL`,
  lead: `leads s WHERE s.deleted_at IS NULL AND s.pooled_at IS NULL AND s.status IN (${quoted(openLeadStatuses)})`,
  deal: `deals s WHERE s.deleted_at IS NULL AND s.stage IN (${quoted(dealStages)})`,
  promise: `promises s WHERE s.state = 'open'`,
  visit: `visits s WHERE s.deleted_at IS NULL AND s.status <> 'cancelled' AND (s.status = 'planned' OR coalesce(trim(s.minutes), '') = '')`,
  tour: 'tours s WHERE true',
  assignment: `assignments s WHERE s.state IN ('open', 'accepted')`,
  problem: `problems s WHERE s.state = 'open'`,
  user: 'users s WHERE s.active',
};
