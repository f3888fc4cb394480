import { adjustmentKinds, figureCodes, keptTags, kpiSides } from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, PageQuery, pageOf, rowFilters } from './fields';
import { KpiFigure, kpiPart, kpiRecord, KpiShare } from './kpis';

/** `YYYY-MM` */
export const Month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);
export const MonthParams = z.strictObject({ month: Month });
export type MonthParams = z.infer<typeof MonthParams>;

export const CloseMonth = z.strictObject({ month: Month });
export type CloseMonth = z.infer<typeof CloseMonth>;

export const MonthClose = z.object({
  id: Id,
  month: Month,
  closedAt: Instant,
  closedByName: z.string(),
  timeZone: z.string(),
  reportingCurrency: z.string(),
});
export type MonthClose = z.infer<typeof MonthClose>;
export const MonthClosePage = pageOf(MonthClose);

/**
 * A closed month within the reader's reach: as it was frozen, and what the same month gives now. Whose a record was when it
 * was closed decides who sees it in both; who has it by now decides for what was added since.
 */
export const ClosedMonth = MonthClose.extend({
  from: DateText,
  to: DateText,
  countedAt: Instant,
  figures: z.array(
    z.object({
      frozen: KpiFigure,
      now: KpiFigure,
    }),
  ),
  /** How many records have been added, removed, changed and handed on since. */
  adjustments: z.record(z.enum(adjustmentKinds), z.int()),
});
export type ClosedMonth = z.infer<typeof ClosedMonth>;

/** The records behind a figure of a closed month, as it was frozen or as it is now. */
export const MonthRecordsQuery = PageQuery.extend({
  of: z.enum(['frozen', 'now']).default('frozen'),
  kpi: z.enum(figureCodes),
  ...kpiPart,
  ...rowFilters,
});
export type MonthRecordsQuery = z.infer<typeof MonthRecordsQuery>;

export const AdjustmentsQuery = PageQuery.extend({ adjustment: z.enum(adjustmentKinds).optional(), ...rowFilters });
export type AdjustmentsQuery = z.infer<typeof AdjustmentsQuery>;

export const AdjustmentItem = z.object({
  ...kpiRecord,
  adjustment: z.enum(adjustmentKinds),
  changes: z.array(
    z.discriminatedUnion('what', [
      z.object({
        what: z.literal('share'),
        figure: z.enum(figureCodes),
        side: z.enum(kpiSides),
        before: KpiShare.nullable(),
        after: KpiShare.nullable(),
      }),
      z.object({
        what: z.literal('tag'),
        tag: z.enum(keptTags),
        /** A code, or a name of a person or department. */
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ]),
  ),
});
export type AdjustmentItem = z.infer<typeof AdjustmentItem>;
export const AdjustmentPage = pageOf(AdjustmentItem);
