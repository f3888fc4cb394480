import type { FollowUp, InvestorPromise, Lead, QuietCompany, Today, Visit } from '@torch/contracts';
import { type Actor, promiseHorizonDays, quietAfterDays, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { followUpColumns, followUpJoins } from '../follow-ups';
import { leadColumns, leadJoins, quietFor } from '../leads';
import { toDecide } from '../ledgers';
import { type ListSpec, listPage, Where } from '../platform/database/list';
import { addDays, dateIn } from '../platform/time';
import { ProblemQueries } from '../problems';
import { promiseColumns, promiseFrom, promiseJoins, promisesWithin } from '../promises';
import { visitColumns, visitJoins } from '../visits';

/** As many of each as a screen can bear; the count beside it is the whole. */
const shown = 50;

/** Days ahead in which a visit counts as upcoming. */
const ahead = 7;

@Injectable()
export class TodayQueries {
  constructor(
    private readonly db: DataSource,
    private readonly problems: ProblemQueries,
  ) {}

  async read(actor: Actor, timeZone: string): Promise<Today> {
    const date = dateIn(timeZone);
    const open = () =>
      new Where().add('f.deleted_at IS NULL').add(`f.status = 'open'`).within(actor, 'followUp.read', 'f', 'f.lead_id');
    const followUps = (where: Where) =>
      this.some<FollowUp>({
        select: followUpColumns,
        from: 'follow_ups f',
        join: followUpJoins,
        where,
        alias: 'f',
        column: 'f.due_at',
      });
    const [overdue, dueToday, quietLeads, quietCompanies, problemsDue, promisesDue, upcomingVisits, exportsToDecide] =
      await Promise.all([
        followUps(open().add('f.due_at < now()')),
        followUps(
          open().add('f.due_at >= now() AND f.due_at < (?::date + 1)::timestamp AT TIME ZONE ?', date, timeZone),
        ),
        this.some<Lead>({
          select: leadColumns,
          from: 'leads l',
          join: leadJoins,
          where: quietFor(
            new Where().add('l.deleted_at IS NULL').within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true }),
            quietAfterDays,
          ),
          alias: 'l',
          column: 'l.last_contact_at',
        }),
        this.some<QuietCompany>({
          select: `s.id, s.name, s.landed_on::text AS "landedOn", s.manager_name AS "managerName", s.last_contact_at AS "lastContactAt"`,
          from: `(SELECT a.*, a.company_id AS id, c.name, m.display_name AS manager_name, m.department_id
          FROM aftercare a JOIN companies c ON c.id = a.company_id JOIN users m ON m.id = a.owner_id) s`,
          where: new Where()
            .within(actor, 'lead.read', 's')
            .add('s.last_contact_at < now() - make_interval(days => ?)', quietAfterDays),
          alias: 's',
          column: 's.last_contact_at',
        }),
        this.problems.page(actor, {
          state: ['open'],
          dueTo: addDays(date, ahead),
          sort: 'dueOn',
          limit: shown,
        }),
        this.some<InvestorPromise>({
          select: promiseColumns,
          from: promiseFrom,
          join: promiseJoins,
          where: promisesWithin(actor).add(
            `p.state = 'open' AND p.due_on <= ?::date + ?::int`,
            date,
            promiseHorizonDays,
          ),
          alias: 'p',
          column: 'p.due_on',
          type: 'date',
        }),
        this.some<Visit>({
          select: visitColumns,
          from: 'visits v',
          join: visitJoins,
          where: new Where()
            .add(`v.deleted_at IS NULL AND v.status = 'planned'`)
            .within(actor, 'visit.read', 'v', 'v.lead_id')
            .add('v.starts_at >= ?::date::timestamp AT TIME ZONE ?', date, timeZone)
            .add('v.starts_at < (?::date + ?::int)::timestamp AT TIME ZONE ?', date, ahead + 1, timeZone),
          alias: 'v',
          column: 'v.starts_at',
        }),
        this.exportsToDecide(actor),
      ]);
    const putOff = await this.putOff(
      actor,
      [...overdue.items, ...dueToday.items].map(({ id }) => id),
    );
    const scope = reachOf(actor.role, 'followUp.read') ?? 'own';
    return {
      date,
      scope,
      overdue,
      dueToday,
      quietLeads,
      quietCompanies,
      problemsDue: { items: problemsDue.items, total: problemsDue.total },
      promisesDue,
      upcomingVisits,
      putOff,
      exportsToDecide,
    };
  }

  private async exportsToDecide(actor: Actor): Promise<number> {
    if (!reachOf(actor.role, 'export.approve')) return 0;
    const where = toDecide(actor);
    const [row]: { count: number }[] = await this.db.query(
      `SELECT count(*)::int AS count FROM exports x WHERE ${where.sql}`,
      where.values,
    );
    return row?.count ?? 0;
  }

  private async putOff({ id }: Actor, ids: readonly string[]): Promise<Today['putOff']> {
    const rows: { subjectId: string; until: Date }[] = await this.db.query(
      `SELECT subject_id AS "subjectId", max(until) AS until FROM snoozes
       WHERE user_id = $1 AND subject_id = ANY($2) AND until > now() GROUP BY 1`,
      [id, ids],
    );
    return Object.fromEntries(rows.map(({ subjectId, until }) => [subjectId, until.toISOString()]));
  }

  private async some<T extends object>({
    column,
    type = 'timestamptz',
    ...spec
  }: Omit<ListSpec, 'sort' | 'limit'> & { column: string; type?: 'timestamptz' | 'date' }) {
    const sort = { column, type, descending: false } as const;
    const { items, total } = await listPage<T>(this.db, { ...spec, sort, limit: shown });
    return { items, total };
  }
}
