import type { MailKind } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../database/unit-of-work';

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: string;
  /** For what is no text. */
  encoding?: 'base64';
}

export interface OutgoingMail {
  userId: string | null;
  recipient: string;
  kind: MailKind;
  subject: string;
  text: string;
  html: string;
  attachments?: readonly MailAttachment[];
  /** What the Message-ID is made at. */
  host: string;
  /** Of a withdrawn mail that may be out and told the same. */
  messageId?: string | null;
  leadId?: string | null;
  companyId?: string | null;
}

/**
 * Puts a mail into the outbox; the alarm for it is set after the commit, or by the next look.
 * Its Message-ID stays the same however often it is tried: should it go out twice, mail programs show one.
 */
export async function queueMail(
  tx: Transaction,
  {
    userId,
    recipient,
    kind,
    subject,
    text,
    html,
    attachments = [],
    host,
    messageId: known,
    leadId,
    companyId,
  }: OutgoingMail,
): Promise<string> {
  const id = uuid();
  const messageId = known ?? `<${kind === 'folded' ? 'reminder' : kind}-${id}@${host}>`;
  await tx.query(
    `INSERT INTO mails (id, user_id, recipient, kind, subject, text, html, attachments, message_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, userId, recipient, kind, subject, text, html, JSON.stringify(attachments), messageId],
  );
  await tx.record('mail.queued', {
    subjectType: 'mail',
    subjectId: id,
    leadId,
    companyId,
    data: { kind, messageId },
  });
  return id;
}
