import {
  IdParams,
  Problem,
  type Reminder,
  Reminder as ReminderSchema,
  ReminderPage,
  ReminderQuery,
  ReminderTrace,
  TraceQuery,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listPage } from '../platform/database/list';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { withinReach } from './within-reach';
import { TraceQueries } from './trace.queries';

const columns = `r.id, r.subject_type AS "subjectType", r.subject_id AS "subjectId",
  CASE r.subject_type WHEN 'followUp' THEN r.subject_id END AS "followUpId", CASE r.subject_type WHEN 'promise' THEN r.subject_id END AS "promiseId",
  r.rule_id AS "ruleId", q.name_zh AS "ruleNameZh", q.name_en AS "ruleNameEn", r.step, r.user_id AS "userId",
  coalesce(u.display_name, b.name) AS "userName", i.display_name AS "insteadOfName", r.channel, r.remind_at AS "remindAt", r.state, r.reason,
  r.created_at AS "plannedAt", r.claimed_at AS "claimedAt", r.handed_over_at AS "handedOverAt", r.ended_at AS "endedAt",
  r.mail_id AS "mailId", m.state AS "mailState", m.recipient, m.answer`;
const from = 'reminders r JOIN reminded s ON s.id = r.subject_id';
const join = `LEFT JOIN reminder_rules q ON q.id = r.rule_id LEFT JOIN users u ON u.id = r.user_id LEFT JOIN users i ON i.id = r.instead_of
  LEFT JOIN robots b ON b.id = r.robot_id LEFT JOIN mails m ON m.id = r.mail_id`;

/** What was planned and sent, to whom and when. */
@Controller('reminders')
export class ReminderController {
  constructor(
    private readonly db: DataSource,
    private readonly traces: TraceQueries,
  ) {}

  @Get()
  @Requires('reminder.read')
  @Returns(ReminderPage)
  page(
    @CurrentActor() actor: Actor,
    @Query({ schema: ReminderQuery })
    { q, followUp, promise, subject, user, rule, state, sort, limit, cursor }: ReminderQuery,
  ) {
    const where = withinReach(actor)
      .when(q, 'strpos(lower(s.title), lower(?)) > 0')
      .when(followUp ?? promise ?? subject, 'r.subject_id = ?')
      .when(user, 'r.user_id = ?')
      .when(rule, 'r.rule_id = ?')
      .when(state, 'r.state = ANY(?)');
    return listPage<Reminder>(this.db, {
      select: columns,
      from,
      join,
      where,
      sort: { column: 'r.remind_at', type: 'timestamptz', descending: sort === '-remindAt' },
      alias: 'r',
      limit,
      cursor,
    });
  }

  /** Which rules watch a record, and what came and comes of them, or why nothing does. */
  @Get('trace/:id')
  @Requires('reminder.read')
  @Returns(ReminderTrace)
  trace(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: TraceQuery }) { user }: TraceQuery,
  ) {
    return this.traces.read(actor, id, user);
  }

  @Get(':id')
  @Requires('reminder.read')
  @Returns(ReminderSchema)
  async one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<Reminder> {
    const where = withinReach(actor).add('r.id = ?', id);
    const rows: Reminder[] = await this.db.query(
      `SELECT ${columns} FROM ${from} ${join} WHERE ${where.sql}`,
      where.values,
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
