import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MailServer, mailServerAwaySince } from '../platform/mail';

/** How long a mail may wait without being looked at again: an outage of seconds or a minute changes nothing. */
const long = `interval '2 minutes'`;
/** As many mails as one look takes up. */
const atOnce = 1_000;

/** Finds mails in the outbox that have waited so long that what they say has to be looked at again. */
@Injectable()
export class WaitingMails {
  constructor(
    private readonly db: DataSource,
    private readonly server: MailServer,
  ) {}

  /**
   * Has mails of reminders taken back that wait for long: all of them while no mail can go, so that they are made when they
   * can; else those that tell something by now pointless or told by a later step, and those that one mail would do for.
   * One that may be out stays as it is, since it would be told twice by two mails, unless all that it tells is pointless.
   */
  async look(): Promise<void> {
    const stuck = this.server.isConfigured
      ? `${mailServerAwaySince} < now() - ${long}`
      : // Another worker may have a mail server.
        `next_try_at < now() - ${long}`;
    await this.db.query(
      `WITH waiting AS MATERIALIZED (
         SELECT id, user_id, kind, next_try_at, perhaps_out FROM mails
         WHERE state = 'queued' AND claimed_by IS NULL AND NOT outdated AND created_at < now() - ${long}
           AND kind IN ('reminder', 'folded', 'digest')
         ORDER BY created_at, id LIMIT ${atOnce}
       ), told AS MATERIALIZED (
         SELECT w.id AS of_mail, r.* FROM waiting w JOIN reminders r ON r.mail_id = w.id AND r.state = 'handed_over'
       ), pointless AS (
         SELECT of_mail AS id, bool_and(over) AS wholly FROM (
           SELECT of_mail, coalesce(moot_at <= now(), false) OR ${overtaken('t')} AS over FROM told t) each
         GROUP BY of_mail HAVING bool_or(over)
       ), again AS (
         SELECT id FROM waiting WHERE NOT perhaps_out AND ${stuck}
         UNION SELECT id FROM pointless JOIN waiting USING (id) WHERE wholly OR NOT perhaps_out
         UNION SELECT id FROM waiting WHERE kind = 'reminder' AND NOT perhaps_out AND user_id IN (
           SELECT user_id FROM waiting WHERE kind = 'reminder' AND NOT perhaps_out GROUP BY user_id
           HAVING count(*) >= (SELECT fold_from FROM reminder_settings))
       ) UPDATE mails m SET outdated = true FROM again
         WHERE m.id = again.id AND m.state = 'queued' AND m.claimed_by IS NULL
           AND EXISTS (SELECT FROM reminders r WHERE r.mail_id = m.id AND r.state = 'handed_over')`,
    );
  }
}

/** SQL: whether a later step of the same ladder was handed over to the same reader over the same channel. */
export const overtaken = (reminder: string) =>
  `EXISTS (SELECT FROM reminders n WHERE n.subject_id = ${reminder}.subject_id AND n.rule_id = ${reminder}.rule_id
     AND n.occurrence = ${reminder}.occurrence AND n.step > ${reminder}.step AND n.remind_at >= ${reminder}.remind_at AND n.user_id = ${reminder}.user_id
     AND n.channel = ${reminder}.channel AND n.state IN ('handed_over', 'sent'))`;
