import {
  approvalReasons,
  columnKinds,
  exportFormats,
  exportStates,
  type Ledger,
  ledgerForms,
  ledgers,
  type LedgerColumn,
  allLedgerColumns,
} from '@torch/domain';
import * as z from 'zod';
import { DealQuery } from './deals';
import { Id, Instant, PageQuery, pageOf, Version } from './fields';
import { FunnelRecordsQuery } from './funnel';
import { LeadQuery } from './leads';
import { VisitQuery } from './visits';

const page = { limit: true, cursor: true, sort: true } as const;
/** The leads behind a figure of the funnel. */
const funnel = FunnelRecordsQuery.omit({ limit: true, cursor: true }).optional();
const ofLeads = LeadQuery.omit(page).extend({ funnel });
// By the id of a lead or mission nobody exports; it would tell of a confidential one to whoever decides.
const ofDeals = DealQuery.omit({ ...page, lead: true }).extend({ funnel });
const ofVisits = VisitQuery.omit({ ...page, lead: true, tour: true });

/** What narrows each ledger: the filters of its list, in the words of that list's address. */
export const ledgerFilters = {
  leads: ofLeads,
  deals: ofDeals,
  negotiating: ofDeals,
  signed: ofDeals,
  visits: ofVisits,
} as const satisfies Record<Ledger, z.ZodObject>;
export type LedgerFilters<L extends Ledger = Ledger> = z.infer<(typeof ledgerFilters)[L]>;

const Column = z.enum(allLedgerColumns as [LedgerColumn, ...LedgerColumn[]]);
const asked = <L extends Ledger>(ledger: L) =>
  z.strictObject({
    ledger: z.literal(ledger),
    /** In the order in which they are to stand. */
    columns: z
      .array(z.enum(ledgerForms[ledger].columns as [LedgerColumn, ...LedgerColumn[]]))
      .min(1)
      .refine((columns) => new Set(columns).size === columns.length, { error: 'name each column once' }),
    filters: ledgerFilters[ledger] as (typeof ledgerFilters)[L],
    format: z.enum(exportFormats).default('xlsx'),
    /** With the confidential records at which the requester is named, by their codenames. */
    confidential: z.boolean().default(false),
    /** With whole phone numbers, as far as the requester may open the contacts. */
    unmasked: z.boolean().default(false),
  });
const forms = {
  leads: asked('leads'),
  deals: asked('deals'),
  negotiating: asked('negotiating'),
  signed: asked('signed'),
  visits: asked('visits'),
};

/** How many rows a choice would have, and whether it needs approval. */
export const PreviewExport = z.discriminatedUnion('ledger', [
  forms.leads,
  forms.deals,
  forms.negotiating,
  forms.signed,
  forms.visits,
]);
export type PreviewExport = z.infer<typeof PreviewExport>;

/** A list behind a figure that leaves as a file put together on screen: what it is of, and how many rows. */
export const TellListExport = z.object({
  list: z.string().trim().min(1).max(200),
  /** The address of the list with its question. */
  address: z.string().max(4_000),
  rows: z.int().min(1),
});
export type TellListExport = z.infer<typeof TellListExport>;
/** Who took it and when, for the last line of the file. */
export const ListExport = z.object({ takenBy: z.string(), takenAt: Instant });
export type ListExport = z.infer<typeof ListExport>;

/** What the file is for; with whole phone numbers it must be said. */
const purpose = { purpose: z.string().trim().max(500).nullable().default(null) };
export const CreateExport = z.discriminatedUnion('ledger', [
  forms.leads.extend(purpose),
  forms.deals.extend(purpose),
  forms.negotiating.extend(purpose),
  forms.signed.extend(purpose),
  forms.visits.extend(purpose),
]);
export type CreateExport = z.infer<typeof CreateExport>;

export const ExportPreview = z.object({
  /** Of what is not confidential; up to `mostRows` and one. */
  rows: z.int(),
  /** Why it needs approval; nothing where it would be ready at once. */
  approval: z.array(z.enum(approvalReasons)),
});
export type ExportPreview = z.infer<typeof ExportPreview>;

export const LedgerList = z.object({
  items: z.array(
    z.object({
      ledger: z.enum(ledgers),
      columns: z.array(
        z.object({ code: Column, kind: z.enum(columnKinds), personal: z.boolean(), telling: z.boolean() }),
      ),
      usual: z.array(Column),
      /** What the reader chose last time; null before the first. */
      last: z.object({ columns: z.array(Column), format: z.enum(exportFormats) }).nullable(),
    }),
  ),
  /** Rows that the reader takes away without approval, and that no sheet exceeds. */
  freeRows: z.int(),
  mostRows: z.int(),
  mostUnmaskedRows: z.int(),
  /** Days in which a file can be fetched. */
  days: z.int(),
  /** Whether the reader may see whole phone numbers at all. */
  mayUnmask: z.boolean(),
});
export type LedgerList = z.infer<typeof LedgerList>;

export const Export = z.object({
  id: Id,
  version: Version,
  /** Number on the sheet: E-2026-00042. */
  code: z.string(),
  ledger: z.enum(ledgers),
  columns: z.array(Column),
  filters: z.record(z.string(), z.unknown()),
  /** What is called what of the filters that name somebody or something by id: whoever decides is to know it. */
  named: z.partialRecord(z.enum(['owner', 'department', 'company']), z.string()),
  format: z.enum(exportFormats),
  confidential: z.boolean(),
  unmasked: z.boolean(),
  purpose: z.string().nullable(),
  state: z.enum(exportStates),
  approval: z.array(z.enum(approvalReasons)),
  /** When it was asked for; the file has what there is when it is fetched. */
  rows: z.int(),
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  departmentName: z.string(),
  decidedByName: z.string().nullable(),
  decidedAt: Instant.nullable(),
  decisionReason: z.string().nullable(),
  /** Until when the file can be fetched. */
  expiresAt: Instant.nullable(),
  downloadedAt: Instant.nullable(),
  downloadedRows: z.int().nullable(),
  createdAt: Instant,
});
export type Export = z.infer<typeof Export>;
export const ExportPage = pageOf(Export);
export type ExportPage = z.infer<typeof ExportPage>;

export const ExportQuery = PageQuery.extend({
  /** One's own requests, or those that one may decide about and that still wait. */
  scope: z.enum(['mine', 'toDecide']).default('mine'),
});
export type ExportQuery = z.infer<typeof ExportQuery>;

const reason = z.string().trim().min(1).max(1_000);
export const DecideExport = z.discriminatedUnion('decision', [
  z.strictObject({ version: Version, decision: z.literal('approve'), reason: reason.nullable().default(null) }),
  z.strictObject({ version: Version, decision: z.literal('refuse'), reason }),
]);
export type DecideExport = z.infer<typeof DecideExport>;
