import { type CreateReportSchedule, Problem, type ReportSchedule, type UpdateReportSchedule } from '@torch/contracts';
import { type Actor, changesBetween, lastScheduleDay, reachOf, type Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Calendars } from '../calendars';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { nextOf, type Planned, reportCountry } from './schedule-times';
import { type HeldSchedule, ScheduleQueries } from './schedule.queries';

type Facts = Pick<ReportSchedule, 'name' | 'kind' | 'format' | 'receivers' | 'day' | 'time' | 'active'>;

const factsOf = ({ name, kind, format, receivers, day, time, active }: Facts): Facts => ({
  name,
  kind,
  format,
  receivers,
  day,
  time,
  active,
});

/** What decides when it sends next. */
const rhythm: readonly (keyof Facts)[] = ['kind', 'day', 'time', 'active'];

/** Reports that are sent by themselves, each kept by whoever made it. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: ScheduleQueries,
    private readonly calendars: Calendars,
    private readonly config: Config,
  ) {}

  create(actor: Actor, input: CreateReportSchedule): Promise<ReportSchedule> {
    return this.work.run(actor, 'reportSchedule.edit', async (tx) => {
      const facts = factsOf(input);
      await demandFacts(tx, facts, []);
      const id = uuid();
      const next = await this.nextOf(tx, facts);
      await tx.query(
        `INSERT INTO report_schedules (id, name, kind, format, receivers, day, time, active, next_at, next_for, owner_id,
           department_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          id,
          facts.name,
          facts.kind,
          facts.format,
          facts.receivers,
          facts.day,
          facts.time,
          facts.active,
          next?.at ?? null,
          next?.occasions ?? [],
          actor.id,
          actor.departmentId,
        ],
      );
      const changes = changesBetween(null, facts);
      await tx.record('reportSchedule.created', { subjectType: 'reportSchedule', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateReportSchedule): Promise<ReportSchedule> {
    return this.work.run(actor, 'reportSchedule.edit', async (tx) => {
      const before = await this.lock(tx, id);
      await demandVersion(before, version, () => Promise.resolve(before));
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const facts: Facts = { ...factsOf(before), ...given };
      const changes = changesBetween(factsOf(before), facts);
      if (Object.keys(changes).length === 0) return before;
      await demandFacts(tx, facts, before.receivers);
      // What is due already is sent all the same, unless it is not to be sent at all any more.
      const isDue = facts.active && before.nextAt !== null && new Date(before.nextAt) <= tx.now;
      const isAnew = !isDue && rhythm.some((field) => field in changes);
      const next = isAnew ? await this.nextOf(tx, facts) : null;
      await tx.query(
        `UPDATE report_schedules SET name = $2, kind = $3, format = $4, receivers = $5, day = $6, time = $7, active = $8,
           next_at = CASE WHEN $9 THEN $10::timestamptz ELSE next_at END,
           next_for = CASE WHEN $9 THEN $11::date[] ELSE next_for END, version = version + 1, updated_at = now() WHERE id = $1`,
        [
          id,
          facts.name,
          facts.kind,
          facts.format,
          facts.receivers,
          facts.day,
          facts.time,
          facts.active,
          isAnew,
          next?.at ?? null,
          next?.occasions ?? [],
        ],
      );
      await tx.record('reportSchedule.updated', { subjectType: 'reportSchedule', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** What it has sent stays in the outbox; what it had still to send does not go. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'reportSchedule.edit', async (tx) => {
      const { name } = await this.lock(tx, id);
      await tx.query('DELETE FROM report_schedules WHERE id = $1', [id]);
      const changes = changesBetween({ name }, { name: null });
      await tx.record('reportSchedule.deleted', { subjectType: 'reportSchedule', subjectId: id, changes });
    });
  }

  private async lock(tx: Transaction, id: string): Promise<HeldSchedule> {
    await tx.query('SELECT FROM report_schedules WHERE id = $1 FOR UPDATE', [id]);
    const held = await this.queries.one(id, tx.manager);
    tx.demand(held, 'reportSchedule.edit');
    return held;
  }

  private async nextOf(tx: Transaction, facts: Facts): Promise<Planned | null> {
    if (!facts.active) return null;
    const calendar = await this.calendars.of(reportCountry, tx.manager);
    return nextOf(facts, calendar, this.config.settings.REPORTING_TIME_ZONE, tx.now);
  }
}

/**
 * A day that the kind has, and receivers who may read reports; whoever was one before may stay, and gets nothing any more.
 * @throws Problem `rule-broken` at `day`, `receivers`
 */
async function demandFacts(tx: Transaction, { kind, day, receivers }: Facts, before: readonly string[]): Promise<void> {
  if (day > lastScheduleDay(kind))
    throw Problem.field('rule-broken', 'day', 'no-weekday', 'name a weekday, from 1 for Monday to 7 for Sunday');
  const rows = await tx.query<{ id: string; role: Role }>('SELECT id, role FROM users WHERE active AND id = ANY($1)', [
    receivers,
  ]);
  const readers = new Set(rows.filter(({ role }) => reachOf(role, 'report.read')).map(({ id }) => id));
  if (!receivers.every((id) => readers.has(id) || before.includes(id)))
    throw Problem.field('rule-broken', 'receivers', 'no-reader', 'name active users who may read reports');
}
