import { Problem, type Snoozed } from '@torch/contracts';
import {
  type Actor,
  maySnooze,
  occurrenceBehind,
  type ReminderSubject,
  type ReminderTrigger,
  type SnoozeDays,
  snoozedUntil,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { shownNotifications } from '../access';
import { Config } from '../platform/config';
import { Where } from '../platform/database/list';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { BasisLoader } from './planning/basis-loader';
import { standingOf } from './planning/standing';

/** What can be put off: one cause of one record, as a reminder tells it. */
interface Matter {
  subjectType: Exclude<ReminderSubject, 'user'>;
  subjectId: string;
  ruleId: string | null;
  trigger: ReminderTrigger | null;
  occurrence: string;
  stepId: string;
  leadId: string | null;
  companyId: string | null;
}

const columns = `r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.rule_id AS "ruleId", q.trigger, r.occurrence, r.step_id AS "stepId",
  s.lead_id AS "leadId", s.company_id AS "companyId"`;
const joins = 'JOIN reminded s ON s.id = r.subject_id JOIN reminder_rules q ON q.id = r.rule_id';

const nothing = () =>
  Problem.field('rule-broken', 'days', 'nothing-to-snooze', 'you would not be reminded of this again');

/**
 * Puts reminders off for one person: until a morning of theirs they hear nothing more of the matter, then again. The
 * record's own date stays, and so does what everybody else is told.
 */
@Injectable()
export class SnoozeService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly loader: BasisLoader,
    private readonly config: Config,
  ) {}

  /** Puts off what one of one's own notices tells of; the notice counts as read. */
  ofNotice(actor: Actor, notificationId: string, days: SnoozeDays): Promise<Snoozed> {
    return this.work.run(actor, 'account.use', async (tx) => {
      const where = new Where()
        .add('n.id = ? AND n.user_id = ?', notificationId, actor.id)
        .add(shownNotifications)
        .shown(actor, 's.lead_id');
      const [matter] = await tx.query<Matter>(
        `SELECT ${columns} FROM notifications n JOIN reminders r ON r.id = n.reminder_id ${joins} WHERE ${where.sql}`,
        where.values,
      );
      if (!matter) throw new Problem('not-found');
      const until = await this.putOff(tx, actor.id, [matter], days);
      await tx.query('UPDATE notifications SET read_at = coalesce(read_at, now()) WHERE id = $1', [notificationId]);
      await tx.query(`SELECT pg_notify('torch_notifications', $1)`, [actor.id]);
      return { until: until.toISOString() };
    });
  }

  /** Puts off what one would be told of a follow-up, whether or not one has heard of it yet. */
  ofFollowUp(actor: Actor, followUpId: string, days: SnoozeDays): Promise<Snoozed> {
    return this.work.run(actor, 'followUp.read', async (tx) => {
      const where = new Where()
        .within(actor, 'followUp.read', 'f', 'f.lead_id')
        .add('f.id = ? AND f.deleted_at IS NULL', followUpId);
      const [followUp] = await tx.query(`SELECT f.id FROM follow_ups f WHERE ${where.sql}`, where.values);
      if (!followUp) throw new Problem('not-found');
      // Whoever's reminder it is: a head can put off as well what has not come up to them yet.
      const [matter, ...others] = await tx.query<Matter>(
        `SELECT ${columns} FROM reminders r ${joins}
         WHERE r.subject_id = $1 AND r.reason IS DISTINCT FROM 'changed'
         ORDER BY r.state = 'planned' DESC, r.user_id = $2 DESC, r.remind_at DESC, r.id DESC`,
        [followUpId, actor.id],
      );
      if (!matter) throw nothing();
      return { until: (await this.putOff(tx, actor.id, [matter, ...others], days)).toISOString() };
    });
  }

  /** Puts off, inside a wider act, what a reminder tells its reader. @returns when it comes again */
  async ofReminder(tx: Transaction, reminderId: string, userId: string, days: SnoozeDays): Promise<Date> {
    const [matter] = await tx.query<Matter>(`SELECT ${columns} FROM reminders r ${joins} WHERE r.id = $1`, [
      reminderId,
    ]);
    if (!matter) throw new Problem('not-found');
    return this.putOff(tx, userId, [matter], days);
  }

  /** When what a reminder tells would come again to its reader, put off now; null where they would hear no more of it. */
  async until(tx: Transaction, reminderId: string, userId: string, days: SnoozeDays): Promise<Date | null> {
    const matters = await tx.query<Matter>(`SELECT ${columns} FROM reminders r ${joins} WHERE r.id = $1`, [reminderId]);
    return (await this.comesAgain(tx, userId, matters, days))?.until ?? null;
  }

  /**
   * The first of these matters of which the reader would be told again. None is where its record has moved on, or gone to
   * somebody else, or where no rule watches it: nothing is promised then.
   */
  private async comesAgain(
    tx: Transaction,
    userId: string,
    matters: readonly Matter[],
    days: SnoozeDays,
  ): Promise<{ matter: Matter; until: Date } | null> {
    const basis = await this.loader.load(tx, false);
    const reader = basis.readerOf(userId);
    if (!reader) return null;
    const until = snoozedUntil(days, tx.now, reader);
    const standing = await standingOf(tx, basis, matters, this.config.settings.REPORTING_CURRENCY);
    const matter = matters.find((each) => {
      const at = standing(each);
      return at && basis.heardAgain(at.rule, at.fact, { userId, until });
    });
    return matter ? { matter, until } : null;
  }

  /** @param matters the first that can be put off is */
  private async putOff(
    tx: Transaction,
    userId: string,
    matters: readonly [Matter, ...Matter[]],
    days: SnoozeDays,
  ): Promise<Date> {
    const waiting = matters.filter(({ trigger }) => maySnooze(trigger));
    if (waiting.length === 0)
      throw Problem.field('rule-broken', 'days', 'not-snoozable', 'what this tells of does not wait');
    const again = await this.comesAgain(tx, userId, waiting, days);
    if (!again) throw nothing();
    const { matter, until } = again;
    const { subjectType, subjectId, ruleId, stepId, leadId, companyId } = matter;
    await tx.query(
      `INSERT INTO snoozes (id, subject_type, subject_id, rule_id, occurrence, step_id, user_id, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (subject_id, rule_id, occurrence, user_id) DO UPDATE SET until = excluded.until, step_id = excluded.step_id, created_at = now()`,
      [uuid(), subjectType, subjectId, ruleId, occurrenceBehind(matter.occurrence), stepId, userId, until],
    );
    // The plan follows from the event, in this transaction.
    await tx.record(`${subjectType}.snoozed`, { subjectType, subjectId, leadId, companyId, data: { days, until } });
    return until;
  }
}
