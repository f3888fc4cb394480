import { Problem, type ReminderTrace } from '@torch/contracts';
import { type Actor, effectiveMode, kindOf, type PreferenceMode, reminderTriggerNames, subjectOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { getsMorningDigest } from '../platform/database/morning-digest';
import { Config } from '../platform/config';
import { MailServer } from '../platform/mail';
import { withinReach } from './within-reach';
import { pageOf } from './pages';
import { BasisLoader } from './planning/basis-loader';
import { type FactSubject, readFacts } from './planning/facts';
import { type NamedRule, type Reader, traceRules, type TraceRow, type TracedSnooze } from './trace-lines';

/** As many reminders as a trace tells, the latest first. */
const atMost = 400;

interface SubjectRow {
  kind: FactSubject;
  title: string;
  code: string | null;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
}

/** Why somebody was, or was not, reminded of a record: told from the rows, and from the rules as they plan. */
@Injectable()
export class TraceQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly loader: BasisLoader,
    private readonly config: Config,
    private readonly server: MailServer,
  ) {}

  /** @throws Problem `not-found` for a record that the actor may not see */
  read(actor: Actor, subjectId: string, user: string | undefined): Promise<ReminderTrace> {
    return this.work.run('system', null, async (tx) => {
      const subject = await subjectFor(tx, actor, subjectId);
      const basis = await this.loader.load(tx, false);
      const facts = await readFacts(tx, subject.kind, [subjectId], this.config.settings.REPORTING_CURRENCY);
      const rules = await rulesOf(tx, subject.kind);
      const rows = await rowsOf(tx, subjectId);
      const snoozes = await snoozesOf(tx, subjectId);
      const readers = await readersOf(tx);
      const { kind, title, code, ...place } = subject;
      return {
        subjectType: kind,
        subjectId,
        title,
        code,
        page: pageOf({ subjectType: kind, subjectId, ...place }),
        rules: traceRules({
          basis,
          rules,
          facts,
          rows: rows.slice(0, atMost),
          snoozes,
          now: tx.now,
          user,
          readerOf: (id) => readers.get(id),
          mailsWaitFor: await this.server.waitsFor(),
        }),
        cut: rows.length > atMost,
      };
    });
  }
}

async function subjectFor(tx: Transaction, actor: Actor, id: string): Promise<SubjectRow> {
  const where = withinReach(actor).add(`s.id = ? AND s.kind <> 'user'`, id);
  const [subject] = await tx.query<SubjectRow>(
    `SELECT s.kind, coalesce(l.codename, s.title) AS title, s.code, s.lead_id AS "leadId", s.deal_id AS "dealId", s.company_id AS "companyId"
     FROM reminded s LEFT JOIN leads l ON l.id = s.lead_id WHERE ${where.sql}`,
    where.values,
  );
  if (!subject) throw new Problem('not-found');
  return subject;
}

function rulesOf(tx: Transaction, kind: FactSubject): Promise<NamedRule[]> {
  return tx.query<NamedRule>(
    `SELECT id, trigger, active, conditions, steps, name_zh AS "nameZh", name_en AS "nameEn", deleted_at IS NOT NULL AS deleted
     FROM reminder_rules WHERE trigger = ANY($1) ORDER BY position, id`,
    [reminderTriggerNames.filter((trigger) => subjectOf(trigger) === kind)],
  );
}

function rowsOf(tx: Transaction, subjectId: string): Promise<TraceRow[]> {
  return tx.query<TraceRow>(
    `SELECT r.id, r.subject_id AS "subjectId", r.rule_id AS "ruleId", r.occurrence, r.step, r.step_id AS "stepId", r.channel, r.user_id AS "userId",
       r.robot_id AS "robotId", r.state, r.remind_at AS "remindAt", r.moot_at AS "mootAt", r.instead_of AS "insteadOf", r.reason,
       r.state IN ('cancelled', 'superseded') AND r.reason IN ('over', 'changed', 'rule-changed') AS withdrawn,
       r.anchor_at AS "anchorAt", r.anchor_on::text AS "anchorOn", m.recipient, m.answer, m.state AS "mailState",
       coalesce(r.handed_over_at, r.ended_at) AS "overAt", coalesce(r.ended_at, r.handed_over_at) AS "endedAt"
     FROM reminders r LEFT JOIN mails m ON m.id = r.mail_id
     WHERE r.subject_id = $1 ORDER BY r.remind_at DESC, r.id LIMIT ${atMost + 1}`,
    [subjectId],
  );
}

function snoozesOf(tx: Transaction, subjectId: string): Promise<TracedSnooze[]> {
  return tx.query<TracedSnooze>(
    `SELECT rule_id AS "ruleId", occurrence, user_id AS "userId", until, created_at AS at
     FROM snoozes WHERE subject_id = $1 ORDER BY created_at, id`,
    [subjectId],
  );
}

/** Everybody whom a step may name, and every group; a bureau is small enough to be read at once. */
async function readersOf(tx: Transaction): Promise<Map<string, Reader>> {
  const rows = await tx.query<{
    id: string;
    name: string;
    timeZone: string;
    modes: { kind: string; channel: string; mode: PreferenceMode }[];
    getsDigest: boolean;
  }>(
    `SELECT u.id, u.display_name AS name, u.time_zone AS "timeZone",
       coalesce((SELECT jsonb_agg(jsonb_build_object('kind', p.kind, 'channel', p.channel, 'mode', p.mode))
         FROM notification_preferences p WHERE p.user_id = u.id), '[]') AS modes, ${getsMorningDigest} AS "getsDigest"
     FROM users u UNION ALL SELECT id, name, 'Asia/Shanghai', '[]', false FROM robots`,
  );
  return new Map(
    rows.map(({ id, name, timeZone, modes, getsDigest }) => [
      id,
      {
        name,
        timeZone,
        modes: Object.fromEntries(
          modes.flatMap(({ kind, channel, mode }) =>
            reminderTriggerNames
              .filter((trigger) => kindOf(trigger) === kind)
              .map((trigger) => [`${trigger} ${channel}`, effectiveMode(mode, getsDigest)]),
          ),
        ),
      },
    ]),
  );
}
