import {
  IdParams,
  type Notification,
  Notification as NotificationSchema,
  NotificationPage,
  NotificationQuery,
  Problem,
} from '@torch/contracts';
import { type Actor, maySnooze, reminderTriggerNames } from '@torch/domain';
import { Controller, Get, type MessageEvent, Param, Post, Query, Req, Sse } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  filter,
  finalize,
  from,
  interval,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  takeUntil,
  takeWhile,
} from 'rxjs';
import { DataSource } from 'typeorm';
import { shownNotifications } from '../access';
import { listPage, Where } from '../platform/database/list';
import { kindOfRule } from '../platform/database/kind-of-rule';
import { Listener } from '../platform/database/listener';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { Authenticator } from '../platform/http/signed-in';

const snoozable = reminderTriggerNames.filter(maySnooze).join();
const columns = `n.id, ${kindOfRule} AS kind, q.name_zh AS "ruleNameZh", q.name_en AS "ruleNameEn", coalesce(q.trigger = ANY('{${snoozable}}'), false) AS "maySnooze", r.subject_type AS "subjectType",
  r.subject_id AS "subjectId", coalesce(l.codename, s.title) AS title, s.code, coalesce(l.codename, c.name) AS "companyName", s.due_at AS "dueAt",
  s.lead_id AS "leadId", s.deal_id AS "dealId", s.company_id AS "companyId",
  CASE r.subject_type WHEN 'followUp' THEN r.subject_id END AS "followUpId", CASE r.subject_type WHEN 'promise' THEN r.subject_id END AS "promiseId",
  n.created_at AS "createdAt", n.read_at AS "readAt"`;
const joins = `JOIN reminders r ON r.id = n.reminder_id JOIN reminded s ON s.id = r.subject_id
  LEFT JOIN reminder_rules q ON q.id = r.rule_id LEFT JOIN companies c ON c.id = s.company_id LEFT JOIN leads l ON l.id = s.lead_id`;

/** Keeps proxies from closing a quiet stream, in milliseconds; each beat also asks whether the reader is still signed in. */
const heartbeat = 25_000;

/** What waits behind the reader's bell: always one's own. */
@Controller('notifications')
export class NotificationController {
  constructor(
    private readonly db: DataSource,
    private readonly listener: Listener,
    private readonly authenticator: Authenticator,
  ) {}

  @Get()
  @Requires('account.use')
  @Returns(NotificationPage)
  page(
    @CurrentActor() actor: Actor,
    @Query({ schema: NotificationQuery }) { unread, kind, limit, cursor }: NotificationQuery,
  ) {
    const where = new Where().add('n.user_id = ?', actor.id).add(shownNotifications);
    if (unread !== undefined) where.add(`(n.read_at IS NULL) = ?`, unread);
    where.when(kind, `${kindOfRule} = ANY(?)`);
    return listPage<Notification>(this.db, {
      select: columns,
      from: 'notifications n',
      join: joins,
      where,
      sort: { column: 'n.created_at', type: 'timestamptz', descending: true },
      alias: 'n',
      limit,
      cursor,
    });
  }

  /** Says `unread` with the count, at once and whenever it changes; ends when the reader is signed out. */
  @Sse('stream')
  @Requires('account.use')
  stream(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Observable<MessageEvent> {
    const mine = (channel: 'torch_notifications' | 'torch_access') =>
      this.listener.on(channel).pipe(filter((userId) => userId === actor.id));
    return merge(of('start'), mine('torch_notifications'), mine('torch_access'), interval(heartbeat)).pipe(
      mergeMap(() => from(this.authenticator.authenticate(request, true))),
      takeUntil(this.listener.end),
      takeWhile((signedIn) => signedIn !== null),
      mergeMap(() => from(this.unread(actor.id))),
      map((count) => ({ type: 'unread', data: { count } })),
      // The connection has served its purpose; kept alive, it would keep a server that wants to end waiting.
      finalize(() => setImmediate(() => request.raw.socket.destroySoon())),
    );
  }

  @Post(':id/read')
  @Requires('account.use')
  @Returns(NotificationSchema)
  async read(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<Notification> {
    await this.db.query('UPDATE notifications SET read_at = coalesce(read_at, now()) WHERE id = $1 AND user_id = $2', [
      id,
      actor.id,
    ]);
    await this.ring(actor);
    const rows: Notification[] = await this.db.query(
      `SELECT ${columns} FROM notifications n ${joins} WHERE n.id = $1 AND n.user_id = $2 AND ${shownNotifications}`,
      [id, actor.id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  @Post('read')
  @Requires('account.use')
  @ReturnsNothing()
  async readAll(@CurrentActor() actor: Actor): Promise<void> {
    await this.db.query('UPDATE notifications SET read_at = now() WHERE user_id = $1 AND read_at IS NULL', [actor.id]);
    await this.ring(actor);
  }

  /** The number changes wherever else the reader has it before them. */
  private async ring({ id }: Actor): Promise<void> {
    await this.db.query(`SELECT pg_notify('torch_notifications', $1)`, [id]);
  }

  private async unread(userId: string): Promise<number> {
    const rows: { count: number }[] = await this.db.query(
      `SELECT count(*)::int AS count FROM notifications n WHERE n.user_id = $1 AND n.read_at IS NULL AND ${shownNotifications}`,
      [userId],
    );
    return rows[0]?.count ?? 0;
  }
}
