import { addDays, type CalendarCountry, type DayKind } from '@torch/domain';
import chineseDays from 'chinese-days';
import Holidays from 'date-holidays';
import { namesOf } from './holiday-names';

export interface LibraryDay {
  day: string;
  kind: DayKind;
  nameZh: string;
  nameEn: string;
}

export interface LibraryYear {
  /** False where the year's arrangement is not known yet, and only the holidays fixed by law stand here. */
  published: boolean;
  days: readonly LibraryDay[];
}

const kept = new Map<string, LibraryYear>();

/** What the libraries know of a country's year: its public holidays, and in China the weekend days that are worked. */
export function libraryYear(country: CalendarCountry, year: number): LibraryYear {
  const key = `${country} ${year}`;
  const known =
    kept.get(key) ?? (country === 'CN' ? chineseYear(year) : { published: true, days: publicHolidays(country, year) });
  kept.set(key, known);
  return known;
}

/**
 * The arrangement of holidays and shifted days (放假调休) as the State Council publishes it each autumn for the next year.
 * Before that, the days off by the regulation on holidays, and no shifts: those nobody can know.
 */
function chineseYear(year: number): LibraryYear {
  const days = datesOf(year).flatMap((day): LibraryDay[] => {
    const { work, name } = chineseDays.getDayDetail(day);
    // A day of the arrangement is called by its holiday, in English and Chinese; any other by its weekday.
    const [nameEn, nameZh] = name.split(',');
    return nameEn && nameZh ? [{ day, kind: work ? 'workday' : 'holiday', nameZh, nameEn }] : [];
  });
  return days.length > 0 ? { published: true, days } : { published: false, days: byRegulation(year) };
}

/** The thirteen days of the regulation (全国年节及纪念日放假办法) as amended from 2025 on. */
function byRegulation(year: number): LibraryDay[] {
  const known = publicHolidays('CN', year);
  const spring = known.filter(({ nameEn }) => nameEn === 'Spring Festival');
  const labour = known.filter(({ nameEn }) => nameEn === 'Labour Day');
  // The library has the eleven of before: the third day of the new year and the second of May came later.
  const later = [spring, labour].flatMap((days) => {
    const last = days.at(-1);
    return last ? [{ ...last, day: addDays(last.day, 1) }] : [];
  });
  return inOrder([...known, ...later]);
}

/** Where a part of the country stands for it: London's bank holidays, which the whole of Britain does not share. */
const parts: Partial<Record<CalendarCountry, string>> = { GB: 'ENG' };
const sources = new Map<CalendarCountry, Holidays>();

function sourceOf(country: CalendarCountry): Holidays {
  const part = parts[country];
  const source = sources.get(country) ?? (part ? new Holidays(country, part) : new Holidays(country));
  sources.set(country, source);
  return source;
}

const holidays = new Map<string, ReturnType<Holidays['getHolidays']>>();

/** Reckoned once: three years ask for each. */
function holidaysOf(country: CalendarCountry, year: number) {
  const key = `${country} ${year}`;
  const known = holidays.get(key) ?? sourceOf(country).getHolidays(year, 'en');
  holidays.set(key, known);
  return known;
}

/** Nationwide public holidays of whole days, each day of a longer one by itself. */
function publicHolidays(country: CalendarCountry, year: number): LibraryDay[] {
  // One around the turn of the year may be counted to the other year.
  const around = [year - 1, year, year + 1].flatMap((each) => holidaysOf(country, each));
  const days = around
    .filter(({ type, date, rule }) => type === 'public' && date.endsWith(' 00:00:00') && !isPartial(country, rule))
    .flatMap(({ date, start, end, name, rule }) => {
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      // The library lets the three days of 설날 begin with the new year; they begin on its eve (관공서의 공휴일에 관한 규정).
      const first = addDays(date.slice(0, 10), rule.startsWith('korean 01-0-01') ? -1 : 0);
      return Array.from({ length }, (_, index) => ({
        day: addDays(first, index),
        kind: 'holiday' as const,
        ...namesOf(name, country),
      }));
    });
  return inOrder(days.filter(({ day }) => day.startsWith(`${year}-`)));
}

/** Free for children alone. */
const isPartial = (country: CalendarCountry, rule: string) => country === 'CN' && rule === '06-01';

/** By day, the first of several that fall on one. */
const inOrder = (days: LibraryDay[]): LibraryDay[] =>
  [...new Map(days.toReversed().map((each) => [each.day, each])).values()].sort((a, b) => (a.day < b.day ? -1 : 1));

const datesOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter((day) =>
    day.startsWith(`${year}-`),
  );
