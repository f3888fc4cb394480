import type { Locale } from '@torch/contracts';
import { furtherChances, reachOf, type ReportFormat, type ReportKind, type Role, scheduledPeriod } from '@torch/domain';
import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { loadActor } from '../access';
import { Calendars } from '../calendars';
import { Config } from '../platform/config';
import { isPassingFailure } from '../platform/database/passing-failure';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { queueMail } from '../platform/mail';
import { contentTypes } from './content-types';
import { composeReportMail } from './report-mail';
import { fileNameOf, ReportFiles } from './report.files';
import { ReportQueries } from './report.queries';
import { dueOccasions, nextOf, reportCountry, type Times } from './schedule-times';

const log = new Logger('reports');

interface DueSchedule extends Times {
  id: string;
  receivers: string[];
  nextAt: Date;
  nextFor: string[];
  ownerActive: boolean;
  ownerRole: Role;
}

interface Sending {
  id: string;
  tries: number;
  userId: string;
  occurrence: string;
  scheduleId: string;
  schedule: string;
  kind: ReportKind;
  format: ReportFormat;
  email: string | null;
  locale: Locale;
  attaches: boolean;
  /** Whether the schedule is still to be sent, and to this receiver. */
  active: boolean;
  ownerActive: boolean;
  ownerRole: Role;
}

/**
 * Sends what is scheduled. Each occasion becomes one row for each receiver, unique, however many workers look; a row and its
 * mail in the outbox are one commit. From there the mail goes like any other.
 */
@Injectable()
export class ReportSender {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: ReportQueries,
    private readonly files: ReportFiles,
    private readonly calendars: Calendars,
    private readonly config: Config,
  ) {}

  async run(stopping: () => boolean = () => false): Promise<void> {
    const failed: string[] = [];
    while (!stopping() && (await this.planOne(failed)));
    while (!stopping() && (await this.sendOne()));
  }

  /**
   * Plans one schedule that is due; what cannot be planned holds up no other.
   * @param failed those left aside in this run
   * @returns whether there may be more
   */
  private async planOne(failed: string[]): Promise<boolean> {
    let taken: DueSchedule | undefined;
    try {
      return await this.work.run('system', null, async (tx) => {
        const [schedule] = await tx.query<DueSchedule>(
          `SELECT s.id, s.kind, s.day, s.time, s.receivers, s.next_at AS "nextAt", s.next_for::text[] AS "nextFor",
             o.active AS "ownerActive", o.role AS "ownerRole"
           FROM report_schedules s JOIN users o ON o.id = s.owner_id WHERE s.next_at <= now() AND NOT s.id = ANY($1)
           ORDER BY s.next_at, s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED`,
          [failed],
        );
        taken = schedule;
        if (!schedule) return false;
        if (isKept(schedule)) await this.plan(tx, schedule);
        else await rest(tx, schedule);
        return true;
      });
    } catch (error) {
      if (!taken || isPassingFailure(error)) throw error;
      log.error(`report schedule ${taken.id} cannot be planned: ${(error as Error).message}`);
      failed.push(taken.id);
      return true;
    }
  }

  private async plan(tx: Transaction, schedule: DueSchedule): Promise<void> {
    const { REPORTING_TIME_ZONE: zone } = this.config.settings;
    const calendar = await this.calendars.of(reportCountry, tx.manager);
    const due = { at: schedule.nextAt, occasions: schedule.nextFor };
    const occurrences = dueOccasions(schedule, calendar, zone, due, tx.now);
    for (const occurrence of occurrences)
      await tx.query(
        `INSERT INTO report_sendings (id, schedule_id, user_id, occurrence)
           SELECT id, $2, user_id, $4 FROM unnest($1::uuid[], $3::uuid[]) AS n (id, user_id)
           ON CONFLICT (schedule_id, user_id, occurrence) DO NOTHING`,
        [schedule.receivers.map(() => uuid()), schedule.id, schedule.receivers, occurrence],
      );
    const { at, occasions } = nextOf(schedule, calendar, zone, tx.now);
    await tx.query('UPDATE report_schedules SET next_at = $2, next_for = $3 WHERE id = $1', [
      schedule.id,
      at,
      occasions,
    ]);
    await tx.record('reportSchedule.sent', {
      subjectType: 'reportSchedule',
      subjectId: schedule.id,
      data: { occurrences, receivers: schedule.receivers.length },
    });
  }

  /** @returns whether there may be more */
  private async sendOne(): Promise<boolean> {
    let taken: Sending | undefined;
    try {
      return await this.work.run('system', null, async (tx) => {
        const [sending] = await tx.query<Sending>(
          `SELECT r.id, r.tries, r.user_id AS "userId", r.occurrence::text, s.id AS "scheduleId", s.name AS schedule, s.kind, s.format,
             s.active AND r.user_id = ANY (s.receivers) AS active, o.active AS "ownerActive", o.role AS "ownerRole",
             u.email, u.locale, (SELECT mail_content FROM reminder_settings) = 'full' AS attaches
           FROM report_sendings r JOIN report_schedules s ON s.id = r.schedule_id JOIN users o ON o.id = s.owner_id
           JOIN users u ON u.id = r.user_id
           WHERE r.state = 'planned' AND r.wait_until <= now() ORDER BY r.wait_until, r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED`,
        );
        taken = sending;
        if (!sending) return false;
        await this.send(tx, sending);
        return true;
      });
    } catch (error) {
      if (!taken || isPassingFailure(error)) throw error;
      log.error(`report for ${taken.userId} by schedule ${taken.scheduleId}: ${(error as Error).message}`);
      await this.putOff(taken, error as Error);
      return true;
    }
  }

  private async send(tx: Transaction, sending: Sending): Promise<void> {
    const { id, userId, kind, format, email, locale, attaches, occurrence } = sending;
    // What was planned may have waited for another chance, while nobody wants it sent any more.
    if (!sending.active || !isKept(sending)) return end(tx, id, 'resting');
    const actor = await loadActor(tx.manager, userId);
    if (!actor || !reachOf(actor.role, 'report.read')) return end(tx, id, 'no-reader');
    if (!email) return end(tx, id, 'no-address');
    // With the eyes of the receiver: two of one report may hold different figures.
    const data = await this.queries.read(actor, kind, scheduledPeriod(kind, occurrence));
    const file = attaches ? await this.files.make(data, locale, format) : null;
    const { publicUrl } = this.config;
    const asked = new URLSearchParams({ kind, period: data.period.name, format, locale });
    const mail = composeReportMail({
      data,
      locale,
      format,
      schedule: sending.schedule,
      attached: attaches,
      link: `${publicUrl}/reports?${asked}`,
    });
    const mailId = await queueMail(tx, {
      ...mail,
      userId,
      recipient: email,
      kind: 'report',
      host: new URL(publicUrl).hostname,
      attachments: file
        ? [
            {
              filename: fileNameOf(data, format),
              contentType: contentTypes[format],
              content: file.toString('base64'),
              encoding: 'base64',
            },
          ]
        : [],
    });
    if (file)
      await tx.record('report.produced', {
        subjectType: 'report',
        subjectId: null,
        data: { kind, period: data.period.name, format, locale, schedule: sending.scheduleId, for: userId },
      });
    await tx.query(`UPDATE report_sendings SET state = 'handed_over', mail_id = $2, ended_at = now() WHERE id = $1`, [
      id,
      mailId,
    ]);
  }

  /** What cannot be made has a few more chances, and holds up nobody else. */
  private putOff({ id, tries }: Sending, { message }: Error): Promise<void> {
    const wait = furtherChances[tries];
    return this.work.run('system', null, async (tx) => {
      await tx.query(
        wait === undefined
          ? `UPDATE report_sendings SET state = 'failed', reason = $2, tries = tries + 1, ended_at = now() WHERE id = $1 AND state = 'planned' AND $3::float8 IS NULL`
          : `UPDATE report_sendings SET reason = $2, tries = tries + 1, wait_until = now() + make_interval(secs => $3) WHERE id = $1 AND state = 'planned'`,
        [id, message.slice(0, 500), wait === undefined ? null : wait / 1_000],
      );
    });
  }
}

/** Whether whoever keeps a schedule still may. */
const isKept = ({ ownerActive, ownerRole }: Pick<DueSchedule, 'ownerActive' | 'ownerRole'>): boolean =>
  ownerActive && reachOf(ownerRole, 'reportSchedule.edit') !== null;

/** Like a link to a wall it ends with its maker: whoever leads them can take it up again. */
async function rest(tx: Transaction, { id }: DueSchedule): Promise<void> {
  await tx.query(
    'UPDATE report_schedules SET active = false, next_at = NULL, version = version + 1, updated_at = now() WHERE id = $1',
    [id],
  );
  await tx.record('reportSchedule.updated', {
    subjectType: 'reportSchedule',
    subjectId: id,
    changes: { active: [true, false] },
    data: { reason: 'owner-left' },
  });
}

async function end(tx: Transaction, id: string, reason: string): Promise<void> {
  await tx.query(`UPDATE report_sendings SET state = 'cancelled', reason = $2, ended_at = now() WHERE id = $1`, [
    id,
    reason,
  ]);
}
