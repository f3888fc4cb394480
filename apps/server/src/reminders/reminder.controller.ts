import { type Reminder, ReminderPage, ReminderQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';

/** What was planned and sent, to whom and when. */
@Controller('reminders')
export class ReminderController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Requires('reminder.read')
  @Returns(ReminderPage)
  page(
    @CurrentActor() actor: Actor,
    @Query({ schema: ReminderQuery }) { followUp, state, sort, limit, cursor }: ReminderQuery,
  ) {
    const where = new Where()
      .within(actor, 'reminder.read', 'f')
      .when(followUp, 'r.follow_up_id = ?')
      .when(state, 'r.state = ANY(?)');
    return listPage<Reminder>(this.db, {
      select: `r.id, r.follow_up_id AS "followUpId", r.user_id AS "userId", u.display_name AS "userName", r.channel,
               r.remind_at AS "remindAt", r.state, r.handed_over_at AS "handedOverAt", m.state AS "mailState"`,
      from: 'reminders r JOIN follow_ups f ON f.id = r.follow_up_id',
      join: 'JOIN users u ON u.id = r.user_id LEFT JOIN mails m ON m.reminder_id = r.id',
      where,
      sort: { column: 'r.remind_at', type: 'timestamptz', descending: sort === '-remindAt' },
      alias: 'r',
      limit,
      cursor,
    });
  }
}
