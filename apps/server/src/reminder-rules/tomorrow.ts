import type { RulePreview, TomorrowQuery } from '@torch/contracts';
import { type Actor, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Foreseen, tell } from './foreseen';

/** As many planned reminders as are told of. */
const atMost = 10_000;

/** What is planned by all rules for a day: told by the rows themselves, so it costs what that day brings. */
@Injectable()
export class TomorrowQueries {
  constructor(private readonly db: DataSource) {}

  /**
   * @param date left out, everybody's own tomorrow
   * @param userId whose reminders are listed; left out, everybody's
   */
  async read(actor: Actor, { date, userId }: TomorrowQuery): Promise<RulePreview> {
    const rows: Omit<Foreseen, 'secret'>[] = await this.db.query(
      `SELECT r.user_id AS "userId", r.instead_of AS "insteadOf", u.time_zone AS "timeZone", r.rule_id AS "ruleId",
           r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.step, r.channel, r.remind_at AS "remindAt"
         FROM reminders r JOIN users u ON u.id = r.user_id AND u.active
         WHERE r.state = 'planned' AND r.rule_id IS NOT NULL
           -- A day is somewhere from fourteen hours before it is in Greenwich until twelve after.
           AND r.remind_at >= (coalesce($1::date, current_date) - interval '14 hours') AT TIME ZONE 'UTC'
           AND r.remind_at < (coalesce($1::date, current_date + 1) + interval '38 hours') AT TIME ZONE 'UTC'
           AND ($2::uuid[] IS NULL OR u.department_id = ANY($2))
           AND (r.remind_at AT TIME ZONE u.time_zone)::date = coalesce($1::date, (now() AT TIME ZONE u.time_zone)::date + 1)
         ORDER BY r.remind_at, r.id LIMIT ${atMost + 1}`,
      [date ?? null, reachOf(actor.role, 'reminderRule.foresee') === 'all' ? null : actor.departmentIds],
    );
    // Apart, by their ids: joined, every record of the zone would be looked at.
    const alive: { id: string; secret: boolean }[] = await this.db.query(
      `SELECT s.id, l.confidential_to IS NOT NULL AS secret FROM reminded s LEFT JOIN leads l ON l.id = s.lead_id
       WHERE s.id = ANY($1) AND s.alive`,
      [[...new Set(rows.map(({ subjectId }) => subjectId))]],
    );
    const secretOf = new Map(alive.map(({ id, secret }) => [id, secret]));
    const found = rows.slice(0, atMost).flatMap((row): Foreseen[] => {
      const secret = secretOf.get(row.subjectId);
      return secret === undefined ? [] : [{ ...row, secret }];
    });
    const told = await tell({ query: (sql, values) => this.db.query(sql, values) }, found, userId);
    return {
      date: date ?? null,
      records: new Set(found.map(({ subjectId }) => subjectId)).size,
      cut: rows.length > atMost,
      outlook: null,
      ...told,
    };
  }
}
