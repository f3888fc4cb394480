import type { Cockpit, CockpitQuery, CockpitRecord, CockpitRecordsQuery, Page } from '@torch/contracts';
import {
  type Actor,
  addDays,
  dayNumber,
  promisesAheadDays,
  reachOf,
  redAtTenths,
  sinceLastWeek,
  weeksAround,
  yearToDate,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { narrowRows } from '../deals';
import { FunnelQueries } from '../funnel';
import { Config } from '../platform/config';
import { listPage } from '../platform/database/list';
import { dateIn } from '../platform/time';
import { countsByPerson, countsOf } from './counts';
import { type Lens, lensOf } from './lens';
import { normsOf } from './norms';
import { type Moment, partOf } from './parts';
import { longestStanding, standingCounts } from './standing';

type People = Cockpit['overdue']['people'];
const nothing = { followUps: 0, promises: 0, problems: 0 };

/** A record as it is read: some have an instant, which is shown as a day. */
type Row = Omit<CockpitRecord, 'kind' | 'norm' | 'on' | 'days'> & { on: string | null; at: Date | null };

/** The business at one look: numbers that other pages have too, read by the same definitions, and the records behind them. */
@Injectable()
export class CockpitQueries {
  constructor(
    private readonly db: DataSource,
    private readonly funnels: FunnelQueries,
    private readonly config: Config,
  ) {}

  async read(actor: Actor, { department }: CockpitQuery): Promise<Cockpit> {
    const lens = await lensOf(this.db, actor, department ?? null);
    const moment = await this.momentOf(lens.actor);
    const [figures, longest] = await Promise.all([
      this.figures(lens, moment),
      longestStanding(this.db, lens.actor, moment.norms, moment.today),
    ]);
    return {
      ...figures,
      longest,
      scope: {
        reach: reachOf(actor.role, 'cockpit.read') ?? 'own',
        department: lens.department,
        departmentIds: lens.departmentIds,
      },
    };
  }

  /** All that is figures alone. The number of statements is always the same. */
  async figures(lens: Lens, moment?: Moment): Promise<Omit<Cockpit, 'longest' | 'scope'>> {
    moment ??= await this.momentOf(lens.actor);
    const { today, timeZone, norms } = moment;
    const overdue = {
      followUps: partOf('overdueFollowUps', moment),
      promises: partOf('overduePromises', moment),
      problems: partOf('overdueProblems', moment),
    };
    const { now, before } = yearToDate(today);
    const since = sinceLastWeek(today);
    const entered = (span: { from: string; to: string }, asOf = span.to) =>
      this.funnels.figures(lens.actor, {
        view: 'entered',
        ...span,
        asOf,
        ...(lens.departmentIds && { department: lens.departmentIds }),
      });
    const [year, yearBefore, recent, standing, persons, counts] = await Promise.all([
      entered(now),
      entered(before),
      entered(since),
      standingCounts(this.db, lens.actor, norms),
      countsByPerson(this.db, overdue),
      countsOf(this.db, {
        promisesDue: partOf('promisesDue', moment),
        heldLast: partOf('visitsHeld', moment, { week: 'last' }),
        held: partOf('visitsHeld', moment, { week: 'current' }),
        planned: partOf('visitsPlanned', moment, { week: 'current' }),
        plannedNext: partOf('visitsPlanned', moment, { week: 'next' }),
        dealsLost: partOf('dealsLost', moment),
        dealsHeld: partOf('dealsHeld', moment),
        leadsClosed: partOf('leadsClosed', moment),
      }),
    ]);
    const people = peopleOf(persons);
    const sum = (kind: keyof typeof nothing) => people.reduce((all, each) => all + each[kind], 0);
    const weeks = weeksAround(today);
    const { promisesDue, heldLast, held, planned, plannedNext, ...aside } = counts;
    return {
      countedAt: new Date().toISOString(),
      timeZone,
      today,
      redAtTenths,
      funnel: { now: year, before: yearBefore },
      standing,
      overdue: { followUps: sum('followUps'), promises: sum('promises'), problems: sum('problems'), people },
      promisesDue: { until: addDays(today, promisesAheadDays), count: promisesDue },
      visits: {
        last: { ...weeks.last, held: heldLast },
        current: { ...weeks.current, held, planned },
        next: { ...weeks.next, planned: plannedNext },
      },
      changes: { ...aside, since: since.from, funnel: recent },
    };
  }

  async records(actor: Actor, query: CockpitRecordsQuery): Promise<Page<CockpitRecord>> {
    const lens = await lensOf(this.db, actor, query.department ?? null);
    const moment = await this.momentOf(lens.actor);
    const { kind, places, ...spec } = partOf(query.part, moment, query);
    narrowRows(spec.where, query, places);
    const { items, ...page } = await listPage<Row>(this.db, { ...spec, limit: query.limit, cursor: query.cursor });
    const norms = new Map<string, number | null>(moment.norms.map(({ stage, norm }) => [stage, norm]));
    return {
      ...page,
      items: items.map(({ at, on: day, ...row }) => {
        const on = day ?? dateIn(moment.timeZone, at ?? undefined);
        const since = Math.max(0, dayNumber(moment.today) - dayNumber(on));
        return {
          ...row,
          kind,
          on,
          days: row.stage !== null && day !== null ? since : null,
          norm: (row.stage !== null && norms.get(row.stage)) || null,
          overdueDays: query.part.startsWith('overdue') ? since : null,
        };
      }),
    };
  }

  private async momentOf(actor: Actor): Promise<Moment> {
    const timeZone = this.config.settings.REPORTING_TIME_ZONE;
    const today = dateIn(timeZone);
    return { actor, today, timeZone, norms: await normsOf(this.db, today) };
  }
}

/** One line for each person, by name: it is for looking after what is late, not for ranking people. */
function peopleOf(counts: readonly { part: keyof typeof nothing; id: string; name: string; count: number }[]): People {
  const people = new Map<string, People[number]>();
  for (const { part, id, name, count } of counts)
    people.set(id, { ...(people.get(id) ?? { id, name, ...nothing }), [part]: count });
  const { compare } = new Intl.Collator('zh-CN');
  return [...people.values()].sort((a, b) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}
