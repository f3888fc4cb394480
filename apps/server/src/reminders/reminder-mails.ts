import { labels } from '@torch/contracts';
import type { LadderStep, ReminderRecipient, Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import {
  composeFolded,
  type ComposedMail,
  composeReminder,
  type MailReader,
  type Matter,
  type MatterActs,
  type MatterDetail,
  type MatterTrigger,
  type ReminderFacts,
} from '../mails';
import { VisitInvitations } from '../invitations';
import { Config } from '../platform/config';
import type { Transaction } from '../platform/database/unit-of-work';
import { type MailAttachment, queueMail } from '../platform/mail';
import { MailLinks } from './links/mail-links';
import { pageOf } from './pages';
import type { Due } from './reminder.engine';
import { type MailSettings, settingsOf } from './settings';

/** What a mail tells beside the reminder itself. */
interface Circumstances {
  id: string;
  ownerId: string;
  ownerName: string;
  readerRole: Role;
  steps: LadderStep[] | null;
  confidential: boolean;
  earlier: { name: string; at: string }[];
  note: string | null;
  place: string | null;
  amount: string | null;
  currency: string | null;
  lastContact: Date | null;
}

/** As many matters as one mail lists; what is beyond goes in another. */
const listedAtMost = 60;

/** Makes mails of reminders: one each, or one of a burst. */
@Injectable()
export class ReminderMails {
  constructor(
    private readonly config: Config,
    private readonly links: MailLinks,
    private readonly invitations: VisitInvitations,
  ) {}

  /**
   * Puts the mails of due reminders of one person in the outbox, and hands the reminders over with them.
   * @returns the mails
   */
  async queue(tx: Transaction, due: readonly Due[]): Promise<string[]> {
    const settings = await settingsOf(tx);
    // The first word to the owner of a matter tells nothing of others, and most mails are that.
    const plain = settings.content === 'minimal' && due.every(({ userId, ownerId }) => userId === ownerId);
    const around =
      plain && !(await isLater(tx, due)) ? new Map<string, Circumstances>() : await circumstancesOf(tx, due);
    const mailIds: string[] = [];
    for (const group of groupsOf(due, settings.foldFrom)) {
      const [first] = group;
      if (!first) continue;
      // A folded mail lists what there is; what can be done about each stands on its page.
      const acts = group.length > 1 ? null : await this.links.mailLinksFor(tx, first);
      const visits = group.filter(({ trigger }) => trigger === 'visit.soon');
      const attachments: MailAttachment[] = [];
      // One mail, one entry: programs that read calendars from mails expect no more.
      const visit = visits.length === 1 ? visits[0] : undefined;
      const file = visit?.userId ? await this.invitations.attach(tx, visit.subjectId, visit.userId) : null;
      if (file) attachments.push(file);
      const id = await queueMail(tx, {
        ...this.compose(group, around, settings, tx.now, acts),
        attachments,
        userId: first.userId,
        recipient: first.email ?? '',
        kind: group.length > 1 ? 'folded' : 'reminder',
        host: new URL(this.config.publicUrl).hostname,
        messageId: first.messageId,
        leadId: group.length > 1 ? null : first.leadId,
        companyId: group.length > 1 ? null : first.companyId,
      });
      await tx.query(
        `UPDATE reminders SET state = 'handed_over', handed_over_at = now(), mail_id = $2, claimed_by = NULL WHERE id = ANY($1)`,
        [group.map((each) => each.id), id],
      );
      if (file && visit?.userId) await this.invitations.carriedBy(tx, visit.subjectId, visit.userId, id);
      // One mail goes under it: mail programs would take a further one for its copy.
      if (first.messageId)
        await tx.query('UPDATE reminders SET message_id = NULL WHERE message_id = $1', [first.messageId]);
      mailIds.push(id);
    }
    return mailIds;
  }

  private compose(
    group: readonly Due[],
    around: ReadonlyMap<string, Circumstances>,
    settings: MailSettings,
    now: Date,
    acts: MatterActs | null,
  ): ComposedMail {
    const facts = group.map((due) => ({ ...this.factsOf(due, around.get(due.id), settings, now), acts }));
    const [first] = facts;
    if (first && facts.length === 1) return composeReminder(first);
    const reader = first?.reader ?? this.readerOf(group[0] as Due, settings);
    return composeFolded({ reader, matters: facts, link: this.config.publicUrl, now });
  }

  private readerOf({ locale, timeZone }: Due, { content }: MailSettings): MailReader {
    return { locale, timeZone, mode: content, settingsLink: `${this.config.publicUrl}/account/notifications` };
  }

  private factsOf(due: Due, around: Circumstances | undefined, settings: MailSettings, now: Date): ReminderFacts {
    const matter: Matter = {
      trigger: due.trigger as MatterTrigger,
      code: due.code,
      title: due.title,
      ruleName: due.locale === 'en' ? due.ruleNameEn : due.ruleNameZh,
      date: due.anchorOn ?? due.anchorAt ?? due.dueOn ?? due.dueAt,
      link: `${this.config.publicUrl}${pageOf(due)}`,
      // It goes by its codename already, and tells no more, whatever other mails may.
      confidential: false,
      detail: settings.content === 'full' && around && !around.confidential ? detailOf(due, around) : null,
    };
    return {
      reader: this.readerOf(due, settings),
      matter,
      role: around ? roleOf(due, around) : 'owner',
      insteadOf: due.insteadOfName,
      ownerName: around && around.ownerId !== due.userId ? around.ownerName : null,
      earlier: around?.earlier.map(({ name, at }) => ({ name, at: new Date(at) })) ?? [],
      acts: null,
      traceLink: null,
      now,
    };
  }
}

/** What may be out is told as it was, together; all else as befits its number. */
function groupsOf(all: readonly Due[], foldFrom: number): Due[][] {
  const again = new Map<string, Due[]>();
  for (const each of all) if (each.messageId) again.set(each.messageId, [...(again.get(each.messageId) ?? []), each]);
  const due = all.filter(({ messageId }) => !messageId);
  return [...again.values(), ...inMails(due, foldFrom)];
}

function inMails(due: readonly Due[], foldFrom: number): Due[][] {
  if (due.length < foldFrom) return due.map((each) => [each]);
  const groups: Due[][] = [];
  for (let from = 0; from < due.length; from += listedAtMost) groups.push(due.slice(from, from + listedAtMost));
  return groups;
}

/** As what the step reaches this reader. */
function roleOf({ userId, stepId }: Due, { ownerId, readerRole, steps }: Circumstances): ReminderRecipient {
  const to = steps?.find(({ id }) => id === stepId)?.to ?? [];
  if (userId === ownerId) return 'owner';
  if (readerRole === 'leader' && to.includes('leader')) return 'leader';
  if (readerRole === 'head' && to.includes('head')) return 'head';
  if (to.includes('assignee')) return 'assignee';
  return to.includes('deputy') ? 'deputy' : 'owner';
}

function detailOf(
  { companyName, locale }: Due,
  { note, place, amount, currency, lastContact }: Circumstances,
): MatterDetail {
  const shown =
    amount && currency ? `${new Intl.NumberFormat(locale).format(amount as `${number}`)} ${currency}` : null;
  return {
    companyName,
    note,
    place,
    amounts: shown ? [[labels[locale].evidence.totalInvestment, shown]] : [],
    lastContact,
  };
}

/** Whether another step has told anybody of one of these before: a changed ladder says by no number which came first. */
async function isLater(tx: Transaction, due: readonly Due[]): Promise<boolean> {
  const [row] = await tx.prepared<{ later: boolean }>(
    'whether reminders are later ones',
    `SELECT EXISTS (SELECT FROM reminders r JOIN reminders b ON b.subject_id = r.subject_id AND b.rule_id = r.rule_id
       AND b.occurrence = r.occurrence AND b.step_id <> r.step_id
       WHERE r.id = ANY($1) AND b.handed_over_at IS NOT NULL) AS later`,
    [due.map(({ id }) => id)],
  );
  return row?.later ?? false;
}

async function circumstancesOf(tx: Transaction, due: readonly Due[]): Promise<Map<string, Circumstances>> {
  const rows = await tx.prepared<Circumstances>(
    'circumstances of reminders',
    `SELECT r.id, s.owner_id AS "ownerId", o.display_name AS "ownerName", u.role AS "readerRole", q.steps,
       l.confidential_to IS NOT NULL AS confidential,
       coalesce((SELECT jsonb_agg(jsonb_build_object('name', name, 'at', at) ORDER BY at) FROM (
         SELECT e.display_name AS name, min(b.handed_over_at) AS at FROM reminders b JOIN users e ON e.id = b.user_id
         WHERE b.subject_id = r.subject_id AND b.rule_id = r.rule_id AND b.occurrence = r.occurrence AND b.step_id <> r.step_id
           AND b.handed_over_at IS NOT NULL AND b.state IN ('handed_over', 'sent') GROUP BY e.id, e.display_name) told), '[]') AS earlier,
       coalesce(f.note, p.note, t.what, b.note) AS note, v.location AS place,
       d.total_investment_amount::text AS amount, d.total_investment_currency AS currency, l.last_contact_at AS "lastContact"
     FROM reminders r
     JOIN reminded s ON s.id = r.subject_id
     JOIN users o ON o.id = s.owner_id
     JOIN users u ON u.id = r.user_id
     LEFT JOIN reminder_rules q ON q.id = r.rule_id
     LEFT JOIN leads l ON l.id = s.lead_id
     LEFT JOIN follow_ups f ON r.subject_type = 'followUp' AND f.id = r.subject_id
     LEFT JOIN promises p ON r.subject_type = 'promise' AND p.id = r.subject_id
     LEFT JOIN assignments t ON r.subject_type = 'assignment' AND t.id = r.subject_id
     LEFT JOIN problems b ON r.subject_type = 'problem' AND b.id = r.subject_id
     LEFT JOIN visits v ON r.subject_type = 'visit' AND v.id = r.subject_id
     LEFT JOIN deals d ON r.subject_type = 'deal' AND d.id = r.subject_id
     WHERE r.id = ANY($1)`,
    [due.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
