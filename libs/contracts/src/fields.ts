import { isInYears, years } from '@torch/domain';
import * as z from 'zod';

export const Id = z.uuid();
export const IdParams = z.strictObject({ id: Id });
export type IdParams = z.infer<typeof IdParams>;

/** Text that is no date at all has been refused for that already. */
const inOurTime = (text: string) => Number.isNaN(Date.parse(text)) || isInYears(text);
const outside = { error: `choose a year from ${years.first} to ${years.last}` };

/** Times cross the wire as ISO text in UTC and stay text in the browser. */
export const Instant = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime({ offset: true }),
);
/** The same, as a request gives it. */
export const InstantInput = z.iso.datetime({ offset: true }).refine(inOurTime, outside);
export const DateText = z.iso.date().refine(inOurTime, outside);
/** A day in an answer: what was stored before years had their bounds is still told. */
export const StoredDate = z.iso.date();

/** Time of day on a clock, `HH:MM`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Names what a PATCH or move was based on; a stale one is answered with 409. */
export const Version = z.int().min(1);

export const Code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);
export const Name = z.string().trim().min(1).max(200);
export const Text = z.string().trim().max(10_000);
/** ISO 3166 alpha-2. */
export const Country = z.string().regex(/^[A-Z]{2}$/);
export const Locale = z.enum(['zh-CN', 'en']);
export type Locale = z.infer<typeof Locale>;
/** By its name: an offset such as `+08:00` knows no summer time, and the database would read it the other way round (POSIX). */
export const TimeZone = z
  .string()
  .refine((zone) => !/^[+-]/.test(zone), { error: 'name the time zone by a place, such as Asia/Shanghai', abort: true })
  .refine(
    (zone) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone });
        return true;
      } catch {
        return false;
      }
    },
    { error: 'unknown time zone' },
  );

/** Exact decimal with its currency (ISO 4217); never a floating-point number. */
export const Money = z.strictObject({
  amount: z.string().regex(/^\d{1,15}(\.\d{1,2})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof Money>;

/** Money as it is added up: converted at its rate, and not yet rounded. */
export const ExactMoney = z.object({
  amount: z.string().regex(/^\d+\.\d{2,}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type ExactMoney = z.infer<typeof ExactMoney>;

/** So many values a list in an address may hold: more than a zone has departments. */
export const mostValues = 200;

/** One value or several separated by commas; `?status=new,contacted`. */
export const listOf = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .max(8_000)
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1).max(mostValues));

export const Search = z.string().trim().max(200);

/**
 * What narrows the rows of a list behind a figure, beside what the figure itself is asked by: that is why they have names of
 * their own. Clusters, regions, owners and departments are those that the rows say.
 */
export const rowFilters = {
  /** A word of the code, the title or the company's name. */
  q: Search.optional(),
  ofCluster: listOf(Code).optional(),
  ofRegion: listOf(Code).optional(),
  ofOwner: listOf(Id).optional(),
  ofDepartment: listOf(Id).optional(),
};
export type RowFilters = z.infer<z.ZodObject<typeof rowFilters>>;

/** Limit and cursor of a list; `cursor` is opaque and belongs to the same sort and filters. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list. `total` is exact up to 10,000 and says so. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.int(),
    totalIsExact: z.boolean(),
  });
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
