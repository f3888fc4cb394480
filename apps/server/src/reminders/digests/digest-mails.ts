import { addDays, dateIn, digestDayBefore, isDigest, type ReminderStep } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { loadActor } from '../../access';
import { type ComposedMail, composeMonthly, composeMorning, composeWeekly } from '../../mails';
import { Config } from '../../platform/config';
import type { Transaction } from '../../platform/database/unit-of-work';
import { queueMail } from '../../platform/mail';
import { type Basis, BasisLoader } from '../planning';
import type { Due } from '../reminder.engine';
import { settingsOf } from '../settings';
import type { DigestReader } from './lists';
import { monthlyOf } from './monthly';
import { morningOf } from './morning';
import { weeklyOf } from './weekly';

interface Composed {
  mail: ComposedMail | null;
  /** Reminders that the mail stands for. */
  kept: string[];
}

/** Makes mails of digests that are due: what they tell is read as they go out, with the eyes of their reader. */
@Injectable()
export class DigestMails {
  constructor(
    private readonly config: Config,
    private readonly loader: BasisLoader,
  ) {}

  /**
   * Puts a digest in the outbox and hands its row over with it, or ends the row where there is nothing to say.
   * @returns the mail
   */
  async queue(tx: Transaction, due: Due): Promise<string | null> {
    const { mail, kept } = await this.compose(tx, due);
    if (!mail) {
      await tx.query(
        `UPDATE reminders SET state = 'cancelled', reason = 'nothing-to-say', ended_at = now(), claimed_by = NULL WHERE id = $1`,
        [due.id],
      );
      return null;
    }
    const id = await queueMail(tx, {
      ...mail,
      userId: due.userId,
      recipient: due.email ?? '',
      kind: 'digest',
      host: new URL(this.config.publicUrl).hostname,
    });
    await tx.query(
      `UPDATE reminders SET state = 'handed_over', handed_over_at = now(), mail_id = $2, claimed_by = NULL WHERE id = $1`,
      [due.id, id],
    );
    if (kept.length > 0) await tx.query('UPDATE reminders SET mail_id = $2 WHERE id = ANY($1)', [kept, id]);
    return id;
  }

  private async compose(tx: Transaction, due: Due): Promise<Composed> {
    const nothing = { mail: null, kept: [] };
    const actor = await loadActor(tx.manager, due.subjectId);
    const basis = await this.loader.load(tx, false);
    const step = stepOf(basis, due);
    if (!actor || !step || !due.trigger || !isDigest(due.trigger)) return nothing;
    const { publicUrl, settings } = this.config;
    const { content } = await settingsOf(tx);
    const { locale, timeZone } = due;
    const reader: DigestReader = {
      actor,
      mail: { locale, timeZone, mode: content, settingsLink: `${publicUrl}/account/notifications` },
      day: dateIn(tx.now, timeZone),
      now: tx.now,
      url: publicUrl,
    };
    const day = due.occurrence;
    switch (due.trigger) {
      case 'digest.personal': {
        const { facts, kept } = await morningOf(tx, reader, basis, settings.REPORTING_CURRENCY);
        return { mail: composeMorning(facts), kept };
      }
      case 'digest.weekly': {
        const calendar = basis.person(actor.id)?.reader.calendar;
        if (!calendar) return nothing;
        const from = (await lastToldDay(tx, due)) ?? digestDayBefore(due.trigger, step, calendar, day);
        return { mail: composeWeekly(await weeklyOf(tx, reader, from, addDays(day, -1))), kept: [] };
      }
      case 'digest.monthly': {
        const month = addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7);
        return { mail: composeMonthly(await monthlyOf(tx, reader, month)), kept: [] };
      }
    }
  }
}

/** Weeks that one digest tells of at most, where those before it fell out. */
const weeksAtMost = 4;

/**
 * The day of the last digest of its kind that its reader got, or that had nothing to say: where the next one begins, so that
 * what happened before one that fell out is told all the same.
 * @returns null where none is known
 */
async function lastToldDay(tx: Transaction, { trigger, userId, occurrence }: Due): Promise<string | null> {
  const [row] = await tx.query<{ day: string | null }>(
    `SELECT max(r.occurrence) AS day FROM reminders r JOIN reminder_rules q ON q.id = r.rule_id
     WHERE r.subject_type = 'user' AND r.subject_id = $1 AND q.trigger = $2 AND r.occurrence < $3
       AND (r.state = 'sent' OR r.reason = 'nothing-to-say')`,
    [userId, trigger, occurrence],
  );
  const earliest = addDays(occurrence, -7 * weeksAtMost);
  return row?.day && row.day < earliest ? earliest : (row?.day ?? null);
}

const stepOf = (basis: Basis, { trigger, ruleId }: Due): ReminderStep | undefined =>
  trigger ? basis.rulesOf(trigger).find(({ id }) => id === ruleId)?.steps[0] : undefined;
