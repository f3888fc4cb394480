import { allDealStages, chainGaps, coverageKinds, leadStatuses, regionStrategies } from '@torch/domain';
import * as z from 'zod';
import { Code, Id, Instant, listOf, PageQuery, pageOf, rowFilters } from './fields';

const filters = {
  chain: listOf(Code).optional(),
  cluster: listOf(Code).optional(),
  gap: listOf(z.enum(chainGaps)).optional(),
};
export const CoverageQuery = z.strictObject(filters);
export type CoverageQuery = z.infer<typeof CoverageQuery>;

const counts = z.object({
  /** Companies with a lead here, whatever became of it; one that lies in the pool is nobody's. */
  companies: z.int().min(0),
  /** Leads that are worked on and are no deals yet. */
  leads: z.int().min(0),
  /** Deals on the road that have not landed. */
  deals: z.int().min(0),
  /** Deals from registration on. */
  landed: z.int().min(0),
});
export const CoverageCell = counts.extend({
  region: z.string(),
  /** Nobody of the whole zone works here, confidential matters aside, though the region's strategy calls for it. */
  uncovered: z.boolean(),
});
export type CoverageCell = z.infer<typeof CoverageCell>;
export const CoverageRow = z.object({
  node: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  chain: z.string(),
  gap: z.enum(chainGaps),
  /** One for each region, in the order of these. */
  cells: z.array(CoverageCell),
  all: counts,
});
export type CoverageRow = z.infer<typeof CoverageRow>;
export const Coverage = z.object({
  countedAt: Instant,
  /** Of the reporting: the clock by which `countedAt` is told to everybody. */
  timeZone: z.string(),
  regions: z.array(
    z.object({
      code: z.string(),
      nameZh: z.string(),
      nameEn: z.string(),
      strategy: z.enum(regionStrategies),
      all: counts,
    }),
  ),
  rows: z.array(CoverageRow),
  all: counts,
  /** Cells that are marked. */
  uncovered: z.int().min(0),
});
export type Coverage = z.infer<typeof Coverage>;

/** The records behind one number: of a cell, or without node or region of a row, a column or all. */
export const CoverageRecordsQuery = PageQuery.extend({
  ...filters,
  node: Code.optional(),
  region: Code.optional(),
  kind: z.enum(coverageKinds).default('leads'),
  ...rowFilters,
});
export type CoverageRecordsQuery = z.infer<typeof CoverageRecordsQuery>;
export const CoverageRecord = z.object({
  id: Id,
  kind: z.enum(coverageKinds),
  /** Of a lead or a deal. */
  code: z.string().nullable(),
  title: z.string(),
  companyId: Id,
  /** Of a deal, the lead from which it came. */
  leadId: Id.nullable(),
  companyName: z.string(),
  status: z.enum(leadStatuses).nullable(),
  stage: z.enum(allDealStages).nullable(),
  ownerName: z.string().nullable(),
  /** Where it counts; a company counts where its leads do, and says its own region. */
  region: z.string(),
  node: z.string().nullable(),
  /** Of a confidential lead, which the reader is named at; a company, where it counts by such leads alone. */
  confidential: z.boolean(),
});
export type CoverageRecord = z.infer<typeof CoverageRecord>;
export const CoverageRecordPage = pageOf(CoverageRecord);
