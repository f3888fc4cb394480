import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import type { Transaction } from '../platform/database/unit-of-work';
import { queueMail } from '../platform/mail';
import type { Due, MailSettings } from './reminder.engine';
import { composeReminder } from './reminder-mail';
import { pageOf } from './pages';

/** Makes mails of reminders: one each, or one of a burst. */
@Injectable()
export class ReminderMails {
  constructor(private readonly config: Config) {}

  /**
   * Puts the mails of due reminders of one person in the outbox, and hands the reminders over with them.
   * @returns the mails
   */
  async queue(tx: Transaction, due: readonly Due[]): Promise<string[]> {
    const { foldFrom } = await settingsOf(tx);
    const groups = due.length >= foldFrom ? [due] : due.map((each) => [each]);
    const mailIds: string[] = [];
    for (const group of groups) {
      const [first] = group;
      if (!first) continue;
      const mail = composeReminder({
        locale: first.locale,
        timeZone: first.timeZone,
        code: first.code,
        kind: first.subjectType === 'promise' ? 'promise' : 'followUp',
        title: group.map(({ title }) => title).join('; '),
        due: first.dueOn ?? first.dueAt,
        link: `${this.config.publicUrl}${pageOf(first)}`,
      });
      const id = await queueMail(tx, {
        ...mail,
        userId: first.userId,
        recipient: first.email ?? '',
        kind: group.length > 1 ? 'folded' : 'reminder',
        host: new URL(this.config.publicUrl).hostname,
        leadId: group.length > 1 ? null : first.leadId,
        companyId: group.length > 1 ? null : first.companyId,
      });
      await tx.query(
        `UPDATE reminders SET state = 'handed_over', handed_over_at = now(), mail_id = $2, claimed_by = NULL WHERE id = ANY($1)`,
        [group.map((each) => each.id), id],
      );
      mailIds.push(id);
    }
    return mailIds;
  }
}

export async function settingsOf(tx: Transaction): Promise<MailSettings> {
  const [row] = await tx.query<MailSettings>(
    'SELECT mail_content AS content, fold_from AS "foldFrom" FROM reminder_settings',
  );
  return row ?? { content: 'minimal', foldFrom: 3 };
}
