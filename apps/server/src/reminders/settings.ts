import type { MailContent } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';

export interface MailSettings {
  content: MailContent;
  /** As many mails for one person at once as are folded into one. */
  foldFrom: number;
}

/** How much mails tell, and when they are folded, as the administrator set it. */
export async function settingsOf(tx: Transaction): Promise<MailSettings> {
  const [row] = await tx.query<MailSettings>(
    'SELECT mail_content AS content, fold_from AS "foldFrom" FROM reminder_settings',
  );
  return row ?? { content: 'minimal', foldFrom: 3 };
}
