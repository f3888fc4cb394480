import {
  funnelSteps,
  type ReportFigure,
  reportFigures,
  reportFormats,
  reportKinds,
  type ReportRow,
  type ReportTable,
  reportTableNames,
  reportTables,
  type ReportTotal,
  type ReportValueKind,
  type SummedTable,
  summedTables,
  templateFormats,
} from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, Locale, Money, Name, PageQuery, pageOf, TimeOfDay, Version } from './fields';

const Kind = z.enum(reportKinds);
/** A week of ISO 8601 or a month: `2026-W48`, `2026-11`. */
const PeriodName = z.string().regex(/^\d{4}-(W\d{2}|\d{2})$/);

export const ReportKinds = z.object({
  items: z.array(
    z.object({
      kind: Kind,
      /** What it shows, in order. */
      sections: z.array(z.string()),
      /** The latest first; the first is the present one. */
      periods: z.array(PeriodName),
      formats: z.array(z.enum(reportFormats)),
    }),
  ),
});
export type ReportKinds = z.infer<typeof ReportKinds>;

export const ReportParams = z.strictObject({ kind: Kind });
export type ReportParams = z.infer<typeof ReportParams>;
/** Left out, the present period. */
export const ReportQuery = z.strictObject({ period: PeriodName.optional() });
export type ReportQuery = z.infer<typeof ReportQuery>;

export const MakeReport = z.strictObject({
  kind: Kind,
  period: PeriodName.optional(),
  locale: Locale,
  format: z.enum(reportFormats),
});
export type MakeReport = z.infer<typeof MakeReport>;

/** An amount as entered; `worth` in the reporting currency, null where no rate holds. */
const ReportAmount = z.object({ amount: z.string(), currency: z.string(), worth: z.string().nullable() });
const cells: Record<ReportValueKind, z.ZodType> = {
  text: z.string().nullable(),
  code: z.string().nullable(),
  decimal: z.string().nullable(),
  figure: z.string().nullable(),
  percent: z.string().nullable(),
  date: z.string().nullable(),
  count: z.int().nullable(),
  change: z.int().nullable(),
  money: ReportAmount.nullable(),
};
const rowOf = (table: ReportTable) =>
  z.object(Object.fromEntries(Object.entries(reportTables[table]).map(([column, kind]) => [column, cells[kind]])));

const Days = z.object({ from: DateText, to: DateText });
const figures = Object.fromEntries(reportFigures.map((name) => [name, z.int().nullable()])) as Record<
  ReportFigure,
  z.ZodNullable<z.ZodInt>
>;
const ReportTotalShape = z.object({ worth: z.string().nullable(), unconverted: z.array(Money) });

/** The figures of a report: what its files say, as data. */
export const ReportData = z.object({
  kind: Kind,
  period: z.object({ name: PeriodName, ...Days.shape, before: Days }),
  /** Up to which day the period is counted; what stands open is so at `countedAt`. */
  asOf: DateText,
  /** The last day of what is still to come: promises due, visits planned. */
  until: DateText,
  countedAt: Instant,
  timeZone: z.string(),
  currency: z.string(),
  zone: z.string(),
  reporter: z.object({
    name: z.string(),
    department: z.string(),
    departmentEn: z.string().nullable(),
    scope: z.enum(['own', 'department', 'all']),
  }),
  sections: z.array(z.enum(reportTableNames as [ReportTable, ...ReportTable[]])),
  figures: z.object(figures),
  tables: z.object(Object.fromEntries(reportTableNames.map((table) => [table, z.array(rowOf(table))]))),
  totals: z.object(
    Object.fromEntries(summedTables.map((table) => [table, ReportTotalShape])) as Record<
      SummedTable,
      typeof ReportTotalShape
    >,
  ),
  /** Steps of the funnel with amounts that no rate is known for. */
  unconverted: z.array(z.object({ step: z.enum(funnelSteps), amounts: z.array(Money) })),
  /** The same of targets and key figures, by the code in their first column. */
  leftOut: z.array(z.object({ table: z.enum(['targets', 'kpis']), code: z.string(), amounts: z.array(Money) })),
  /** Words of the reference data and of targets that stand in the tables as codes. */
  names: z.record(z.string(), z.object({ zh: z.string(), en: z.string() })),
});
export type ReportData = Omit<z.infer<typeof ReportData>, 'tables' | 'totals'> & {
  tables: { [T in ReportTable]: ReportRow<T>[] };
  totals: Record<SummedTable, ReportTotal>;
};

// ── Templates ──

export const ReportTemplate = z.object({
  /** Null while the template is the one that comes with the product. */
  id: Id.nullable(),
  kind: Kind,
  locale: Locale,
  format: z.enum(templateFormats),
  fileName: z.string().nullable(),
  size: z.int().nullable(),
  /** 0 while it is the one that comes with the product. */
  version: z.int(),
  updatedAt: Instant.nullable(),
  updatedByName: z.string().nullable(),
});
export type ReportTemplate = z.infer<typeof ReportTemplate>;
export const ReportTemplateList = z.object({ items: z.array(ReportTemplate) });
export type ReportTemplateList = z.infer<typeof ReportTemplateList>;

export const ReportTemplateParams = z.strictObject({ kind: Kind, locale: Locale, format: z.enum(templateFormats) });
export type ReportTemplateParams = z.infer<typeof ReportTemplateParams>;
export const ReportTemplateQuery = z.strictObject({
  /** The one that comes with the product, whichever is in use. */
  original: z.stringbool().default(false),
});
export type ReportTemplateQuery = z.infer<typeof ReportTemplateQuery>;
/** `version` is the one that the upload was based on; 0 for the product's own. */
export const ReportTemplateFields = z.strictObject({ version: z.coerce.number().int().min(0) });
export type ReportTemplateFields = z.infer<typeof ReportTemplateFields>;
export const ResetReportTemplate = z.strictObject({ version: Version });
export type ResetReportTemplate = z.infer<typeof ResetReportTemplate>;

/** What a template can name. */
export const ReportFieldList = z.object({
  fields: z.array(z.string()),
  conditions: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), summed: z.string().nullable() })),
});
export type ReportFieldList = z.infer<typeof ReportFieldList>;

// ── Schedules ──

const schedule = {
  name: Name,
  kind: Kind,
  format: z.enum(reportFormats),
  /** Each reader gets it in their own language and reach. */
  receivers: z.array(Id).min(1).max(50),
  /** Monday is 1, Sunday 7, for what is of a week; the day of the month, 1 to 28, for what is of a month. */
  day: z.int().min(1).max(28),
  /** In the reporting time zone. */
  time: TimeOfDay,
  active: z.boolean(),
};
export const CreateReportSchedule = z.strictObject({ ...schedule, active: schedule.active.default(true) });
export type CreateReportSchedule = z.infer<typeof CreateReportSchedule>;
export const UpdateReportSchedule = z.strictObject({ ...z.strictObject(schedule).partial().shape, version: Version });
export type UpdateReportSchedule = z.infer<typeof UpdateReportSchedule>;
export const ReportSchedule = z.object({
  ...schedule,
  id: Id,
  version: Version,
  receiverNames: z.array(z.string()),
  ownerId: Id,
  ownerName: z.string(),
  /** When it goes out next; null while it rests. */
  nextAt: Instant.nullable(),
  /** For which day it was sent last, and what became of it for each receiver. */
  last: z
    .object({
      on: DateText,
      receivers: z.array(
        z.object({
          name: z.string(),
          state: z.enum(['planned', 'handed_over', 'cancelled', 'failed']),
          /** Why it did not go: to whoever may read no reports or has no address, or because the schedule rests by now. */
          reason: z.enum(['no-reader', 'no-address', 'resting']).nullable(),
        }),
      ),
    })
    .nullable(),
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;
export const ReportScheduleQuery = PageQuery;
export type ReportScheduleQuery = z.infer<typeof ReportScheduleQuery>;
export const ReportSchedulePage = pageOf(ReportSchedule);
