import type { Locale } from '@torch/contracts';
import type { MailContent, VisitKind, VisitStatus } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { type CalendarFile, layoutMail, localInstant, visitCancellation, visitInvitation } from '../mails';
import { Config } from '../platform/config';
import type { Recorded, Transaction } from '../platform/database/unit-of-work';
import { type MailAttachment, queueMail } from '../platform/mail';
import { type InvitationNews, invitationWords } from './invitation-words';

/** A visit as it concerns one person. */
interface Row {
  visitId: string;
  userId: string;
  /** What their calendar holds: the number of the last message about it, and what it shows. */
  sequence: number | null;
  shown: string | null;
  /** Whether all mails that were to bring it there ended without having gone. */
  neverGone: boolean;
  /** Whether it left their calendar with the visit's change of hands. */
  handedOn: boolean | null;
  version: number;
  status: VisitStatus;
  deleted: boolean;
  kind: VisitKind;
  code: string | null;
  startsAt: Date;
  endsAt: Date | null;
  subject: string;
  companyName: string;
  location: string | null;
  leadId: string | null;
  companyId: string;
  confidential: boolean;
  named: boolean;
  active: boolean;
  locale: Locale;
  timeZone: string;
  name: string;
  email: string | null;
  mode: MailContent;
  /** Whether mails of visits are not turned off, and somebody is there to read them. */
  wantsMail: boolean;
}

/** SQL: whether no mail has brought a visit into the calendar of note `i`, nor is going to. */
const neverGone = `coalesce((SELECT count(*) FROM mails m WHERE m.id = ANY (i.mails)
  AND m.state IN ('cancelled', 'failed', 'parked') AND NOT m.perhaps_out) = cardinality(i.mails) AND i.shown IS NOT NULL, false)`;
const columns = `v.id AS "visitId", u.id AS "userId", i.sequence, CASE WHEN NOT ${neverGone} THEN i.shown END AS shown, ${neverGone} AS "neverGone", i.handed_on AS "handedOn", v.version, v.status, v.deleted_at IS NOT NULL AS deleted,
  v.kind, l.code, v.starts_at AS "startsAt", v.ends_at AS "endsAt", v.subject, c.name AS "companyName", v.location,
  v.lead_id AS "leadId", v.company_id AS "companyId", l.confidential_to IS NOT NULL AS confidential,
  l.confidential_to IS NULL OR u.id = ANY (l.confidential_to) AS named, u.active, u.locale, u.time_zone AS "timeZone",
  u.display_name AS name, u.email, (SELECT mail_content FROM reminder_settings) AS mode,
  NOT EXISTS (SELECT FROM notification_preferences p WHERE p.user_id = u.id AND p.kind = 'visit' AND p.channel = 'email' AND p.mode = 'off')
    AND NOT EXISTS (SELECT FROM absences a WHERE a.user_id = u.id AND (now() AT TIME ZONE u.time_zone)::date BETWEEN a.from_on AND a.to_on) AS "wantsMail"`;
const joins = `JOIN companies c ON c.id = v.company_id LEFT JOIN leads l ON l.id = v.lead_id`;

interface Handed {
  visitId: string;
  former: string;
  next: string;
}

const handedIn = (recorded: readonly Recorded[]): Handed[] =>
  recorded.flatMap(({ type, subjectId, changes }) => {
    const [former, next] = type === 'visit.updated' ? (changes['ownerId'] ?? []) : [];
    return subjectId && former && next ? [{ visitId: subjectId, former: String(former), next: String(next) }] : [];
  });

/** What the calendar shows of it: when this changes, the calendar has to be told. */
const shownOf = ({ startsAt, endsAt, location, mode, confidential }: Row): string =>
  JSON.stringify([startsAt, endsAt, mode === 'full' && !confidential ? location : null]);

const told = (event: Recorded) => event.subjectType === 'visit' && event.type !== 'visit.reminded';

/**
 * Visits in people's calendars. The reminder of a visit carries it there; whoever got it so is told when it moves or is
 * called off or changes hands, in the transaction that does that, under the same name and with a higher number, as RFC 5546 has it.
 */
@Injectable()
export class VisitInvitations {
  constructor(private readonly config: Config) {}

  /** The visit as a file for the mail that reminds of it. Once that is made, `carriedBy` notes it. */
  async attach(tx: Transaction, visitId: string, userId: string): Promise<MailAttachment | null> {
    const row = await this.rowOf(tx, visitId, userId);
    if (!row?.email || !row.named) return null;
    return this.write(tx, row, visitInvitation, shownOf(row));
  }

  /** Notes the mail that brings a visit into a calendar, or changes it there: it is there if one of these went. */
  async carriedBy(tx: Transaction, visitId: string, userId: string, mailId: string): Promise<void> {
    await tx.query(
      'UPDATE visit_invitations SET mails = mails || $3::uuid WHERE visit_id = $1 AND user_id = $2 AND shown IS NOT NULL',
      [visitId, userId, mailId],
    );
  }

  /** The derivation: brings the calendars in line with what happened to visits. */
  async follow(tx: Transaction, recorded: readonly Recorded[]): Promise<void> {
    const visits = recorded.filter(told).map(({ subjectId }) => subjectId);
    const leads = recorded
      .filter(({ type }) => type === 'lead.concealed' || type === 'lead.deleted' || type === 'lead.restored')
      .map(({ subjectId }) => subjectId);
    if (visits.length + leads.length === 0) return;
    for (const handed of handedIn(recorded)) await this.passOn(tx, handed);
    const rows = await tx.query<Row>(
      `SELECT ${columns} FROM visit_invitations i JOIN visits v ON v.id = i.visit_id ${joins} JOIN users u ON u.id = i.user_id
       WHERE v.id = ANY($1) OR v.lead_id = ANY($2) ORDER BY v.id, u.id FOR UPDATE OF i`,
      [visits, leads],
    );
    for (const row of rows) await this.bringInLine(tx, row);
  }

  private async rowOf(tx: Transaction, visitId: string, userId: string): Promise<Row | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${columns} FROM visits v ${joins} JOIN users u ON u.id = $2
         LEFT JOIN visit_invitations i ON i.visit_id = v.id AND i.user_id = u.id
       WHERE v.id = $1`,
      [visitId, userId],
    );
    return row;
  }

  /**
   * Out of the calendar of whoever had the visit, and of those who had it in their stead, into that of whoever has it now.
   * Where it stood in nobody's yet, the next reminder brings it to the right one by itself.
   */
  private async passOn(tx: Transaction, { visitId, former, next }: Handed): Promise<void> {
    const holders = await tx.query<Row>(
      `SELECT ${columns} FROM visit_invitations i JOIN visits v ON v.id = i.visit_id ${joins} JOIN users u ON u.id = i.user_id
       WHERE v.id = $1 AND i.shown IS NOT NULL AND NOT ${neverGone} AND u.id <> $3 AND v.status = 'planned' AND v.starts_at > now()
         AND (u.id = $2 OR EXISTS (SELECT FROM reminders r WHERE r.subject_id = v.id AND r.user_id = u.id AND r.instead_of = $2))
       ORDER BY u.id FOR UPDATE OF i`,
      [visitId, former, next],
    );
    if (holders.length === 0) return;
    for (const row of holders) {
      if (!row.email || !row.active) continue;
      const file = await this.write(tx, row, visitCancellation, null, true);
      await this.send(tx, row, 'handedOn', file);
    }
    const taker = await this.rowOf(tx, visitId, next);
    // Nobody has asked for it: should it not be welcome by mail, the next reminder brings it as they wish.
    if (!taker?.wantsMail) return;
    if (!taker.email || !taker.active || !taker.named || taker.deleted || taker.shown === shownOf(taker)) return;
    const file = await this.write(tx, taker, visitInvitation, shownOf(taker));
    await this.send(tx, taker, 'taken', file);
  }

  private async bringInLine(tx: Transaction, row: Row): Promise<void> {
    if (!row.email || !row.active || row.handedOn || row.neverGone) return;
    const stands = row.status !== 'cancelled' && !row.deleted && row.named;
    if (!stands && row.shown !== null) {
      const file = await this.write(tx, row, visitCancellation, null);
      return this.send(tx, row, 'cancelled', file);
    }
    // What has taken place is history; nobody's calendar needs to follow it.
    if (!stands || row.status === 'completed' || row.shown === shownOf(row)) return;
    const file = await this.write(tx, row, visitInvitation, shownOf(row));
    await this.send(tx, row, 'moved', file);
  }

  private async write(
    tx: Transaction,
    row: Row,
    make: (facts: Parameters<typeof visitInvitation>[0]) => CalendarFile,
    shown: string | null,
    handedOn = false,
  ): Promise<MailAttachment> {
    // Above the record's version, which not every change raises, and above whatever went before.
    const sequence = Math.max(row.version, (row.sequence ?? 0) + 1);
    const { filename, contentType, content } = make({
      visit: {
        id: row.visitId,
        version: sequence,
        kind: row.kind,
        code: row.named ? row.code : null,
        startsAt: row.startsAt,
        endsAt: row.endsAt,
        link: this.link(row),
        title: row.subject,
        companyName: row.companyName,
        place: row.location,
        confidential: row.confidential,
      },
      reader: { locale: row.locale, mode: row.mode, name: row.name, email: row.email ?? '' },
      mailFrom: this.config.settings.MAIL_FROM,
      host: this.host,
      at: tx.now,
    });
    await tx.query(
      `INSERT INTO visit_invitations (visit_id, user_id, sequence, shown, handed_on) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (visit_id, user_id) DO UPDATE
         SET sequence = excluded.sequence, shown = excluded.shown, handed_on = excluded.handed_on,
           mails = CASE WHEN excluded.shown IS NULL THEN '{}' ELSE visit_invitations.mails END`,
      [row.visitId, row.userId, sequence, shown, handedOn],
    );
    return { filename, contentType, content };
  }

  private async send(tx: Transaction, row: Row, what: InvitationNews, file: MailAttachment): Promise<void> {
    const words = invitationWords(row.locale);
    const heading = words.heading[what];
    const code = row.named ? row.code : null;
    const when = localInstant(row.startsAt, row.locale, row.timeZone);
    const mail = layoutMail({
      locale: row.locale,
      kind: heading,
      heading,
      subject: code ? `${heading} ${code}` : heading,
      preheader: when,
      intro: [words.intro[what]],
      rows: [...(code ? [{ name: words.code, value: code }] : []), { name: words.at, value: when }],
      sections: [],
      warning: null,
      open: what === 'moved' || what === 'taken' ? { label: words.open, href: this.link(row) } : null,
      acts: [],
      actsNote: null,
      earlier: null,
      why: what === 'taken' ? words.whyTaken : words.why,
      footLinks: [{ label: words.settings, href: `${this.config.publicUrl}/account/notifications` }],
    });
    const mailId = await queueMail(tx, {
      ...mail,
      userId: row.userId,
      recipient: row.email ?? '',
      kind: 'invitation',
      attachments: [file],
      host: this.host,
      leadId: row.leadId,
      companyId: row.companyId,
    });
    await this.carriedBy(tx, row.visitId, row.userId, mailId);
  }

  private link({ visitId }: Row): string {
    return `${this.config.publicUrl}/visits/${visitId}`;
  }

  private get host(): string {
    return new URL(this.config.publicUrl).hostname;
  }
}
