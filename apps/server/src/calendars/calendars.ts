import type { CalendarDay, CalendarYear } from '@torch/contracts';
import { type CalendarCountry, calendarCountries, type DayKind, plainCalendar, type WorkCalendar } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { libraryYear } from './library';

interface Override {
  country: CalendarCountry;
  day: string;
  kind: DayKind;
  name: string;
  version: number;
}

/** Before this year and so many years ahead, weekends alone are free. */
const [firstYear, yearsAhead] = [2000, 5];

const kinds = new Map<string, ReadonlyMap<string, DayKind>>();

/**
 * Each year is reckoned when one of its days is first asked for: what reminds lies near, but a time that was measured years
 * ago must come out the same today.
 */
function ofLibrary(country: CalendarCountry, day: string, last: number): DayKind | undefined {
  const year = Number(day.slice(0, 4));
  if (year < firstYear || year > last) return undefined;
  const key = `${country} ${year}`;
  const known = kinds.get(key) ?? new Map(libraryYear(country, year).days.map((each) => [each.day, each.kind]));
  kinds.set(key, known);
  return known.get(day);
}

const isKept = (country: string): country is CalendarCountry => calendarCountries.some((each) => each === country);

/**
 * The working days of each country: what the libraries know, and above it what the administrator set. The libraries are
 * asked once a year; the few days that were set are read each time, so that no process works with old ones.
 */
@Injectable()
export class Calendars {
  private readonly merged = new Map<string, { from: string; calendar: WorkCalendar }>();

  constructor(private readonly db: DataSource) {}

  /** @param manager of the open transaction, where there is one */
  async of(country: string, manager: EntityManager = this.db.manager): Promise<WorkCalendar> {
    return (await this.all([country], manager)).get(country) ?? plainCalendar;
  }

  /** Several at once, with one query. A country of which nothing is known has free weekends. */
  async all(
    countries: readonly string[],
    manager: EntityManager = this.db.manager,
  ): Promise<ReadonlyMap<string, WorkCalendar>> {
    const asked = [...new Set(countries)];
    const overrides: Override[] = await manager.query(
      'SELECT country, day::text, kind FROM calendar_overrides WHERE country = ANY($1) ORDER BY day',
      [asked],
    );
    return new Map(
      asked.map((country) => [
        country,
        isKept(country)
          ? this.merge(
              country,
              overrides.filter((each) => each.country === country),
            )
          : plainCalendar,
      ]),
    );
  }

  /** Every day of a year that its weekday does not explain, named. */
  async year(country: CalendarCountry, year: number): Promise<CalendarYear> {
    const { published, days } = libraryYear(country, year);
    const overrides: Override[] = await this.db.query(
      `SELECT day::text, kind, name, version FROM calendar_overrides
       WHERE country = $1 AND day BETWEEN make_date($2, 1, 1) AND make_date($2, 12, 31)`,
      [country, year],
    );
    const items = new Map<string, CalendarDay>(
      days.map((each) => [each.day, { ...each, source: 'library', version: null }]),
    );
    for (const { day, kind, name, version } of overrides)
      items.set(day, { day, kind, nameZh: name, nameEn: name, source: 'override', version });
    const now = new Date().getUTCFullYear();
    const unpublished = [now, now + 1, now + 2].filter((each) => !libraryYear(country, each).published);
    const inOrder = [...items.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
    return { country, year, published, unpublished, items: inOrder };
  }

  private merge(country: CalendarCountry, overrides: readonly Override[]): WorkCalendar {
    const last = new Date().getUTCFullYear() + yearsAhead;
    const from = JSON.stringify([last, overrides.map(({ day, kind }) => [day, kind])]);
    const known = this.merged.get(country);
    if (known?.from === from) return known.calendar;
    const set = new Map(overrides.map(({ day, kind }) => [day, kind]));
    const calendar = { days: { get: (day: string) => set.get(day) ?? ofLibrary(country, day, last) } };
    this.merged.set(country, { from, calendar });
    return calendar;
  }
}
