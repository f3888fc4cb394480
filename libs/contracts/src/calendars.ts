import { calendarCountries, dayKinds } from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, Name, PageQuery, pageOf, Search, Version, StoredDate } from './fields';

/** Country or place by whose holidays somebody works (ISO 3166 alpha-2). */
export const CalendarCountry = z.enum(calendarCountries);

export const CalendarParams = z.strictObject({ country: CalendarCountry });
export type CalendarParams = z.infer<typeof CalendarParams>;
export const CalendarDayParams = z.strictObject({ country: CalendarCountry, day: DateText });
export type CalendarDayParams = z.infer<typeof CalendarDayParams>;
export const CalendarQuery = z.strictObject({ year: z.coerce.number().int().min(2004).max(2100) });
export type CalendarQuery = z.infer<typeof CalendarQuery>;

/** A day that its weekday does not explain: a holiday, or a weekend day that is worked. */
export const CalendarDay = z.object({
  day: StoredDate,
  kind: z.enum(dayKinds),
  nameZh: z.string(),
  nameEn: z.string(),
  /** Whether the administrator set it, or the library of public holidays knows it. */
  source: z.enum(['library', 'override']),
  /** Of what the administrator set; null for what the library knows. */
  version: Version.nullable(),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

export const CalendarYear = z.object({
  country: CalendarCountry,
  year: z.int(),
  /** False where the year's arrangement is not known yet, and only the holidays fixed by law stand here. */
  published: z.boolean(),
  /** Of this year and the next two, those whose arrangement is not known yet. */
  unpublished: z.array(z.int()),
  /** In the order of the days. */
  items: z.array(CalendarDay),
});
export type CalendarYear = z.infer<typeof CalendarYear>;

export const SetCalendarDay = z.strictObject({
  kind: z.enum(dayKinds),
  /** What the day is called, in whatever language it is said. */
  name: Name,
  /** Of the entry that is changed; null where the library's is. */
  version: Version.nullable().default(null),
});
export type SetCalendarDay = z.infer<typeof SetCalendarDay>;

/** Days in a row that are set alike, such as those of an arrangement just published. */
export const SetCalendarDays = z.strictObject({
  fromOn: DateText,
  /** Included; the same as the first for one day. */
  toOn: DateText,
  kind: z.enum(dayKinds),
  name: Name,
});
export type SetCalendarDays = z.infer<typeof SetCalendarDays>;
export const CalendarDays = z.object({ items: z.array(CalendarDay) });
export type CalendarDays = z.infer<typeof CalendarDays>;

const period = { deputyId: Id, fromOn: DateText, toOn: DateText };

/** A period in which somebody is away, first and last day included, in their own time zone. */
export const Absence = z.object({
  ...period,
  fromOn: StoredDate,
  toOn: StoredDate,
  id: Id,
  version: Version,
  userId: Id,
  userName: z.string(),
  deputyName: z.string(),
  createdAt: Instant,
});
export type Absence = z.infer<typeof Absence>;

export const CreateAbsence = z.strictObject({
  ...period,
  /** Who is away; left out, oneself. */
  userId: Id.optional(),
});
export type CreateAbsence = z.infer<typeof CreateAbsence>;
export const UpdateAbsence = z.strictObject({ ...z.strictObject(period).partial().shape, version: Version });
export type UpdateAbsence = z.infer<typeof UpdateAbsence>;

export const AbsenceQuery = PageQuery.extend({
  /** Part of the name of who is away. */
  q: Search.optional(),
  user: Id.optional(),
  /** Not over before this day. */
  from: DateText.optional(),
  /** Begun by this day. */
  to: DateText.optional(),
  sort: z.enum(['fromOn', '-fromOn']).default('-fromOn'),
});
export type AbsenceQuery = z.infer<typeof AbsenceQuery>;
export const AbsencePage = pageOf(Absence);
