import {
  type CalendarDay,
  type CalendarDays,
  Problem,
  type SetCalendarDay,
  type SetCalendarDays,
} from '@torch/contracts';
import { type Actor, addDays, type CalendarCountry, changesBetween } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';

interface Row {
  id: string;
  version: number;
  kind: CalendarDay['kind'];
  name: string;
}

/** Days that can be set at once: a long holiday, not a year. */
const most = 31;

/** What the administrator corrects in the calendars of the libraries: a bridge day, a holiday just announced, a shifted day. */
@Injectable()
export class CalendarService {
  constructor(private readonly work: UnitOfWork) {}

  /**
   * Sets days in a row apart, all or none.
   * @throws Problem `rule-broken` for days out of order or too many, and where one of them was set already
   */
  add(actor: Actor, country: CalendarCountry, { fromOn, toOn, kind, name }: SetCalendarDays): Promise<CalendarDays> {
    return this.work.run(actor, 'calendar.edit', async (tx) => {
      if (toOn < fromOn)
        throw Problem.field('rule-broken', 'toOn', 'before-start', 'the last day cannot be before the first');
      const days = Array.from({ length: most }, (_, index) => addDays(fromOn, index)).filter((day) => day <= toOn);
      if (days.at(-1) !== toOn)
        throw Problem.field('rule-broken', 'toOn', 'too-many', `set at most ${most} days at once`);
      await this.lockCountry(tx, country);
      const taken = await tx.query(
        'SELECT FROM calendar_overrides WHERE country = $1 AND day BETWEEN $2 AND $3 LIMIT 1',
        [country, fromOn, toOn],
      );
      if (taken.length > 0)
        throw Problem.field('rule-broken', 'fromOn', 'taken', 'one of these days was set already; change it there');
      const items: CalendarDay[] = [];
      for (const day of days) items.push(await this.insert(tx, country, day, { kind, name }));
      return { items };
    });
  }

  /** Sets a day apart, or changes how. @throws Problem `stale` when it was set otherwise meanwhile, `not-found` when it was given back */
  set(
    actor: Actor,
    country: CalendarCountry,
    day: string,
    { kind, name, version }: SetCalendarDay,
  ): Promise<CalendarDay> {
    return this.work.run(actor, 'calendar.edit', async (tx) => {
      const before = await this.lock(tx, country, day);
      const after = { kind, name };
      if (!before) {
        if (version !== null) throw new Problem('not-found');
        return this.insert(tx, country, day, after);
      }
      await demandVersion(before, version ?? 0, () => Promise.resolve(answer(day, before)));
      const changes = changesBetween({ kind: before.kind, name: before.name }, after);
      if (Object.keys(changes).length === 0) return answer(day, before);
      await tx.query('UPDATE calendar_overrides SET kind = $2, name = $3, version = version + 1 WHERE id = $1', [
        before.id,
        kind,
        name,
      ]);
      const data = { country, day };
      await tx.record('calendarDay.updated', { subjectType: 'calendarDay', subjectId: before.id, changes, data });
      return answer(day, { ...after, version: before.version + 1 });
    });
  }

  /** Gives a day back to the library. @throws Problem `not-found` for one that was not set */
  clear(actor: Actor, country: CalendarCountry, day: string): Promise<void> {
    return this.work.run(actor, 'calendar.edit', async (tx) => {
      const before = await this.lock(tx, country, day);
      if (!before) throw new Problem('not-found');
      await tx.query('DELETE FROM calendar_overrides WHERE id = $1', [before.id]);
      const changes = { kind: [before.kind, null], name: [before.name, null] } as const;
      const data = { country, day };
      await tx.record('calendarDay.deleted', { subjectType: 'calendarDay', subjectId: before.id, changes, data });
    });
  }

  private async insert(
    tx: Transaction,
    country: CalendarCountry,
    day: string,
    { kind, name }: Pick<Row, 'kind' | 'name'>,
  ): Promise<CalendarDay> {
    const id = uuid();
    await tx.query('INSERT INTO calendar_overrides (id, country, day, kind, name) VALUES ($1, $2, $3, $4, $5)', [
      id,
      country,
      day,
      kind,
      name,
    ]);
    const changes = changesBetween(null, { country, day, kind, name });
    await tx.record('calendarDay.created', {
      subjectType: 'calendarDay',
      subjectId: id,
      changes,
      data: { country, day },
    });
    return answer(day, { kind, name, version: 1 });
  }

  /** One at a time for each country: of two who set a new day, the second is told of the first. */
  private async lockCountry(tx: Transaction, country: CalendarCountry): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('calendar ' || $1))`, [country]);
  }

  private async lock(tx: Transaction, country: CalendarCountry, day: string): Promise<Row | null> {
    await this.lockCountry(tx, country);
    const [row] = await tx.query<Row>(
      'SELECT id, version, kind, name FROM calendar_overrides WHERE country = $1 AND day = $2',
      [country, day],
    );
    return row ?? null;
  }
}

const answer = (day: string, { kind, name, version }: Pick<Row, 'kind' | 'name' | 'version'>): CalendarDay => ({
  day,
  kind,
  nameZh: name,
  nameEn: name,
  source: 'override',
  version,
});
