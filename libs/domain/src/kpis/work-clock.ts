import { addDays, isWorkingDay, type WorkCalendar } from '../calendars/calendar';
import { dateIn, instantIn } from '../calendars/zone';
import { unpackDay } from '../funnel/pack';
import { dateOfDay } from '../funnel/step';

/** The hours of a working day that count, on the clock of the bureau: eight, so that eight hours are one working day (P). */
export const workingHours = { from: '09:00', to: '17:00' } as const;

const minute = 60_000;

/** Measures working time by the calendar of a country and the clock of a time zone. */
export class WorkClock {
  /** Begin and end of the working hours of a day, in milliseconds; null for a day off. */
  private readonly windows = new Map<string, readonly [number, number] | null>();

  constructor(
    private readonly calendar: WorkCalendar,
    private readonly timeZone: string,
  ) {}

  /** Whole minutes of working time from one instant (in milliseconds) to another; none when it lies before. */
  minutesBetween(from: number, to: number): number {
    if (to <= from) return 0;
    const last = dateIn(new Date(to), this.timeZone);
    let worked = 0;
    for (let day = dateIn(new Date(from), this.timeZone); day <= last; day = addDays(day, 1)) {
      const window = this.windowOf(day);
      if (window) worked += Math.max(0, Math.min(to, window[1]) - Math.max(from, window[0]));
    }
    return Math.floor(worked / minute);
  }

  /** @param day `YYYY-MM-DD` */
  windowOf(day: string): readonly [number, number] | null {
    const known = this.windows.get(day);
    if (known !== undefined) return known;
    const at = (time: string) => instantIn(day, time, this.timeZone).getTime();
    const window = isWorkingDay(this.calendar, day) ? ([at(workingHours.from), at(workingHours.to)] as const) : null;
    this.windows.set(day, window);
    return window;
  }
}

/** So many days more than are asked for are looked up, each once. */
const ahead = 400;

/**
 * The same working time for a million spans: for each day is known how much was worked before it, so that a span takes two
 * looks, however long it is. Days are packed as in the funnel's columns.
 */
export class WorkSums {
  private first = 0;
  private begins = new Float64Array();
  private ends = new Float64Array();
  private before = new Float64Array();

  constructor(private readonly clock: WorkClock) {}

  /** Whole minutes of work from one instant (in milliseconds), which lies on a day, to another; as `minutesBetween`. */
  minutes(from: number, fromDay: number, to: number, toDay: number): number {
    if (to <= from) return 0;
    // The first day that can be packed stands for all before it, too.
    if (fromDay <= 1 || toDay <= 1) return this.clock.minutesBetween(from, to);
    // Both before either is looked up: what was worked before a day is counted from the first that is known.
    for (const day of [fromDay, toDay]) if (day < this.first || day >= this.first + this.before.length) this.cover(day);
    return Math.floor((this.until(to, toDay) - this.until(from, fromDay)) / minute);
  }

  private until(at: number, day: number): number {
    const index = day - this.first;
    const [begin, end] = [this.begins[index] as number, this.ends[index] as number];
    return (this.before[index] as number) + Math.max(0, Math.min(at, end) - begin);
  }

  private cover(day: number): void {
    const known = this.before.length;
    const first = known > 0 && day >= this.first ? this.first : Math.max(2, day - ahead);
    const end = known > 0 && day < this.first + known ? this.first + known : day + ahead;
    let worked = 0;
    const windows = Array.from({ length: end - first }, (_, index) => {
      const [begin, until] = this.clock.windowOf(dateOfDay(unpackDay(first + index))) ?? [0, 0];
      worked += until - begin;
      return [begin, until, worked - (until - begin)] as const;
    });
    [this.begins, this.ends, this.before] = [0, 1, 2].map((at) =>
      Float64Array.from(windows, (window) => window[at] as number),
    ) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
    this.first = first;
  }
}
