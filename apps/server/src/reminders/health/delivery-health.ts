import type { DeliveryHealth as Health } from '@torch/contracts';
import { reminderChannels } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../../platform/config';
import { workersThere } from '../../platform/queue/presence';
import { mailServerAwaySince } from '../../platform/mail';
import { Queues } from '../../platform/queue/queues';

/** Milliseconds after which the queue counts as lost. */
const patience = 2_000;

/** What the rows tell. */
export type DeliveryNumbers = Omit<Health, 'queueBackend' | 'queueAnswers' | 'serverConfigured'>;

const since = (time: string) => `now() - interval '${time}'`;
const of = (state: string, more = '') =>
  `(SELECT count(*)::int FROM reminders r WHERE r.state = '${state}' AND r.channel = c.channel ${more})`;
const sent = (time: string) => of('sent', `AND r.ended_at > ${since(time)}`);
/** Every count is bounded by an index of what is under way, stuck or just gone: never by how many reminders there are. */
const numbers = (serverConfigured: boolean) => `SELECT now() AS at,
  (SELECT min(remind_at) FROM reminders WHERE state = 'planned' AND remind_at <= now()${serverConfigured ? '' : ` AND channel <> 'email'`}) AS "oldestDueAt",
  (SELECT jsonb_agg(jsonb_build_object(
     'channel', c.channel, 'due', ${of('planned', 'AND r.remind_at <= now()')}, 'claimed', ${of('claimed')}, 'handedOver', ${of('handed_over')},
     'sentLastMinute', ${sent('1 minute')}, 'sentLastHour', ${sent('1 hour')}, 'failedLastDay', ${of('failed', `AND r.ended_at > ${since('1 day')}`)},
     'lastSuccessAt', (SELECT to_char(max(r.ended_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM reminders r
        WHERE r.state = 'sent' AND r.channel = c.channel)) ORDER BY c.place)
   FROM unnest(ARRAY[${reminderChannels.map((channel) => `'${channel}'`).join(', ')}]) WITH ORDINALITY AS c (channel, place)) AS channels,
  (SELECT count(*)::int FROM mails WHERE state = 'queued') AS queued,
  (SELECT min(next_try_at) FROM mails WHERE state = 'queued' AND next_try_at <= now()) AS "oldestMailAt",
  (SELECT count(*)::int FROM mails WHERE state IN ('failed', 'parked') AND state = 'failed') AS failed,
  (SELECT count(*)::int FROM mails WHERE state IN ('failed', 'parked') AND state = 'parked') AS parked,
  (SELECT count(*)::int FROM mails WHERE sent_at > ${since('1 minute')}) AS "mailsLastMinute",
  (SELECT count(*)::int FROM mails WHERE sent_at > ${since('1 hour')}) AS "mailsLastHour",
  (SELECT max(sent_at) FROM mails WHERE sent_at IS NOT NULL) AS "lastSentAt",
  (SELECT jsonb_build_object('queued', (SELECT count(*)::int FROM robot_posts WHERE state = 'queued'),
     'failed', count(*) FILTER (WHERE state = 'failed')::int, 'parked', count(*) FILTER (WHERE state = 'parked')::int)
   FROM robot_posts WHERE state IN ('failed', 'parked')) AS "robotPosts",
  (SELECT count(*)::int FROM reminders WHERE state = 'failed' AND reason = 'untold') AS untold,
  jsonb_build_object('failed', (SELECT count(*)::int FROM report_sendings WHERE state = 'failed' AND ended_at > ${since('7 days')}),
    'late', (SELECT count(*)::int FROM report_sendings WHERE state = 'planned' AND wait_until < ${since('15 minutes')})
      + (SELECT count(*)::int FROM report_schedules WHERE next_at < ${since('15 minutes')})) AS reports,
  ${mailServerAwaySince} AS "serverAwaySince",
  ${workersThere} AS workers,
  (SELECT count(*)::int FROM replans) AS replans, (SELECT min(created_at) FROM replans) AS "replansSince"`;

interface Row {
  at: Date;
  oldestDueAt: Date | null;
  channels: Health['channels'];
  queued: number;
  oldestMailAt: Date | null;
  failed: number;
  parked: number;
  mailsLastMinute: number;
  mailsLastHour: number;
  lastSentAt: Date | null;
  robotPosts: Health['robotPosts'];
  untold: number;
  reports: Health['reports'];
  serverAwaySince: Date | null;
  workers: number;
  replans: number;
  replansSince: Date | null;
}

/** Whether what is due goes out: for the administrator's page, the metrics and the heartbeat. */
@Injectable()
export class DeliveryHealth {
  constructor(
    private readonly db: DataSource,
    private readonly queues: Queues,
    private readonly config: Config,
  ) {}

  private get serverConfigured(): boolean {
    return this.config.settings.SMTP_URL !== undefined;
  }

  async read(): Promise<Health> {
    const [told, queueAnswers] = await Promise.all([
      this.numbers(),
      this.queues.ping(patience).then(
        () => true,
        () => false,
      ),
    ]);
    return {
      ...told,
      queueBackend: this.queues.backend,
      queueAnswers,
      serverConfigured: this.serverConfigured,
    };
  }

  /** In one statement. Without a mail server, what waits for one is not late: it is told apart from the rest. */
  async numbers(query: (sql: string) => Promise<unknown> = (sql) => this.db.query(sql)): Promise<DeliveryNumbers> {
    const [row] = (await query(numbers(this.serverConfigured))) as [Row];
    const text = (at: Date | null) => at?.toISOString() ?? null;
    return {
      at: row.at.toISOString(),
      oldestDueAt: text(row.oldestDueAt),
      channels: row.channels,
      mails: {
        queued: row.queued,
        oldestDueAt: text(row.oldestMailAt),
        failed: row.failed,
        parked: row.parked,
        sentLastMinute: row.mailsLastMinute,
        sentLastHour: row.mailsLastHour,
        lastSentAt: text(row.lastSentAt),
      },
      robotPosts: row.robotPosts,
      untold: row.untold,
      reports: row.reports,
      serverAwaySince: text(row.serverAwaySince),
      workers: row.workers,
      replans: row.replans,
      replansSince: text(row.replansSince),
    };
  }
}
