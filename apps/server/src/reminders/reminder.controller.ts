import {
  IdParams,
  Problem,
  type Reminder,
  Reminder as ReminderSchema,
  ReminderPage,
  ReminderQuery,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';

const columns = `r.id, r.follow_up_id AS "followUpId", r.promise_id AS "promiseId", r.user_id AS "userId", u.display_name AS "userName", r.channel,
  r.remind_at AS "remindAt", r.state, r.handed_over_at AS "handedOverAt", m.state AS "mailState"`;
const from = 'reminders r JOIN reminded s ON s.id = coalesce(r.follow_up_id, r.promise_id)';
const join = 'JOIN users u ON u.id = r.user_id LEFT JOIN mails m ON m.reminder_id = r.id';

/** What was planned and sent, to whom and when. */
@Controller('reminders')
export class ReminderController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Requires('reminder.read')
  @Returns(ReminderPage)
  page(
    @CurrentActor() actor: Actor,
    @Query({ schema: ReminderQuery }) { q, followUp, promise, state, sort, limit, cursor }: ReminderQuery,
  ) {
    const where = new Where()
      .within(actor, 'reminder.read', 's', 's.lead_id')
      .when(q, 'strpos(lower(s.title), lower(?)) > 0')
      .when(followUp, 'r.follow_up_id = ?')
      .when(promise, 'r.promise_id = ?')
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

  @Get(':id')
  @Requires('reminder.read')
  @Returns(ReminderSchema)
  async one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<Reminder> {
    const where = new Where().within(actor, 'reminder.read', 's', 's.lead_id').add('r.id = ?', id);
    const rows: Reminder[] = await this.db.query(
      `SELECT ${columns} FROM ${from} ${join} WHERE ${where.sql}`,
      where.values,
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
