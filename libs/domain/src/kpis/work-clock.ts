import { addDays, isWorkingDay, type WorkCalendar } from '../calendars/calendar';
import { dateIn, instantIn } from '../calendars/zone';

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

  private windowOf(day: string): readonly [number, number] | null {
    const known = this.windows.get(day);
    if (known !== undefined) return known;
    const at = (time: string) => instantIn(day, time, this.timeZone).getTime();
    const window = isWorkingDay(this.calendar, day) ? ([at(workingHours.from), at(workingHours.to)] as const) : null;
    this.windows.set(day, window);
    return window;
  }
}
