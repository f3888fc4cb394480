import { computed, inject, Injectable, signal } from '@angular/core';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { addDays, fromWall, toDay, toWall } from '../platform/zoned';

const minute = 60_000;
const day = 86_400_000;

/** Instants and days as the reader's clock and calendar say them. */
@Injectable({ providedIn: 'root' })
export class Times {
  private readonly session = inject(Session);
  private readonly language = inject(Language);

  date = (instant: string) => this.format(instant, { year: 'numeric', month: 'short', day: 'numeric' });
  time = (instant: string) => this.format(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  dateTime = (instant: string) =>
    this.format(instant, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });

  private readonly formats = new Map<string, Intl.DateTimeFormat>();
  private readonly now = signal(Date.now());
  /** Today in the reader's zone; it changes with the day, however long a page stays open. */
  readonly today = computed(() => toDay(new Date(this.now()), this.session.timeZone()));

  /** Name of the reader's zone, where the clock of the device shows another; else empty. */
  readonly otherZone = computed(() => {
    const timeZone = this.session.timeZone();
    const wall = (zone: string) => toWall(new Date(this.now()), zone);
    if (wall(timeZone) === wall(Intl.DateTimeFormat().resolvedOptions().timeZone)) return '';
    const format = new Intl.DateTimeFormat(this.locale, { timeZone, timeZoneName: 'long' });
    return format.formatToParts(this.now()).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  });

  constructor() {
    setInterval(() => this.now.set(Date.now()), minute);
  }

  /** Without the year, for what lies near. */
  short = (instant: string) =>
    this.format(instant, {
      weekday: 'short',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });

  /** The day, `YYYY-MM-DD`, of an instant; of now when none is given. */
  day = (instant?: string) => toDay(instant ? new Date(instant) : new Date(), this.session.timeZone());

  /** The usual days for a next step: tomorrow, in three days, the coming Monday. */
  usual(): { tomorrow: string; threeDays: string; nextWeek: string } {
    const today = this.today();
    const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
    return {
      tomorrow: addDays(today, 1),
      threeDays: addDays(today, 3),
      nextWeek: addDays(today, 7 - ((weekday + 6) % 7)),
    };
  }

  dayText(day: string, style: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.locale, { timeZone: 'UTC', ...style }).format(new Date(`${day}T00:00:00Z`));
  }

  /** An instant on the clock of the figures: the same for every reader, so the name of its zone stands beside it. */
  instantIn(at: string, timeZone: string): string {
    const style = { timeZone, dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' } as const;
    return new Intl.DateTimeFormat(this.locale, style).format(new Date(at));
  }

  zoneName(timeZone: string): string {
    const parts = new Intl.DateTimeFormat(this.locale, { timeZone, timeZoneName: 'long' }).formatToParts(new Date());
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  }

  daysSince = (instant: string) =>
    Math.max(0, Math.round((Date.parse(this.day()) - Date.parse(this.day(instant))) / day));
  isPast = (instant: string) => Date.parse(instant) < Date.now();

  /** For and from a `datetime-local` input; empty stays empty. */
  toLocal = (instant: string | null) => (instant ? toWall(new Date(instant), this.session.timeZone()) : '');
  fromLocal = (wall: string) => (wall ? fromWall(wall, this.session.timeZone()).toISOString() : '');

  private format(instant: string, style: Intl.DateTimeFormatOptions): string {
    const [locale, timeZone] = [this.locale, this.session.timeZone()];
    // Making one is slow, and a list shows hundreds of instants.
    const key = `${locale} ${timeZone} ${JSON.stringify(style)}`;
    const format = this.formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...style });
    this.formats.set(key, format);
    return format.format(new Date(instant));
  }

  private get locale(): string {
    return this.language.current() === 'en' ? 'en-GB' : 'zh-CN';
  }
}
