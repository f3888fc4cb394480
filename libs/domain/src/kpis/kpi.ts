import { type FunnelStep, funnelSteps } from '../funnel/step';
import type { Amount } from '../money/rate';

/**
 * The indicators of a bureau. Bases differ by place, so each has its numerator, its denominator and its cohort named (in
 * `entriesOf`), and a project counts once, at its first signing.
 */
export const kpiCodes = [
  'projectsSigned',
  'increasesSigned',
  'signedTotalInvestment',
  'signedFixedAssets',
  'signedForeignCapital',
  'performanceRate',
  'registeredRate',
  'startRate',
  'productionRate',
  'fundsInPlaceRate',
  'cycleTime',
  'firstResponse',
  'inquiryResponse',
  'visitToSigning',
  'industryFit',
  'lostLeads',
] as const;
export type KpiCode = (typeof kpiCodes)[number];

export const kpiKinds = ['count', 'money', 'rate', 'days', 'hours'] as const;
export type KpiKind = (typeof kpiKinds)[number];
export const kpiKindOf: Record<KpiCode, KpiKind> = {
  projectsSigned: 'count',
  increasesSigned: 'count',
  signedTotalInvestment: 'money',
  signedFixedAssets: 'money',
  signedForeignCapital: 'money',
  performanceRate: 'rate',
  registeredRate: 'rate',
  startRate: 'rate',
  productionRate: 'rate',
  fundsInPlaceRate: 'rate',
  cycleTime: 'days',
  firstResponse: 'hours',
  inquiryResponse: 'hours',
  visitToSigning: 'rate',
  industryFit: 'rate',
  lostLeads: 'count',
};

/** A rate whose two sides are sums of money instead of numbers of records. */
export const isOfMoney = (figure: FigureCode): boolean => figure === 'fundsInPlaceRate';

/** A month that is closed keeps the entries into the steps of the funnel beside the indicators. */
export type FigureCode = KpiCode | `entered.${FunnelStep}`;
export const enteredCodes = funnelSteps.map((step) => `entered.${step}` as const);
export const figureCodes: readonly FigureCode[] = [...kpiCodes, ...enteredCodes];
export const kindOfFigure = (figure: FigureCode): KpiKind => kpiKindOf[figure as KpiCode] ?? 'count';

/**
 * What a record is to a figure: of its numerator or denominator; of the denominator and neither success nor failure yet; or
 * left out of both, because a rate is missing that its money would need.
 */
export const kpiSides = ['numerator', 'denominator', 'undecided', 'apart'] as const;
export type KpiSide = (typeof kpiSides)[number];

/** An amount with the day and the rate at which it counts; without a rate it stands apart from every sum. */
export interface Worth extends Amount {
  on: string;
  /** What one unit is in the reporting currency, exact; null where nobody has entered one. */
  rate: string | null;
}

/** One record's share in one figure. */
export interface KpiEntry {
  figure: FigureCode;
  side: KpiSide;
  /** Days, or minutes of work; for what takes time. */
  value?: number;
  money?: readonly Worth[];
  /** Where a lead was lost, and the code of the reason; empty where nobody said. */
  step?: FunnelStep;
  reason?: string;
}

export const recordKinds = ['lead', 'deal'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** A lead or a deal with all its shares in the figures of one question, and whose it is. */
export interface KpiRecord {
  kind: RecordKind;
  id: string;
  leadId: string;
  code: string;
  /** Null for a lead in its department's pool, which is nobody's. */
  ownerId: string | null;
  departmentId: string;
  confidentialTo: readonly string[] | null;
  cluster: string | null;
  region: string;
  park: string | null;
  entries: readonly KpiEntry[];
}

/** The channel of companies that come by themselves (企业自荐). */
export const inquiryChannel = 'inquiry';
/**
 * The channel of a landed company that invests again (增资扩产). Its deal is registered by itself, with the increment as its
 * amounts: it adds to the money, and is no new project.
 */
export const increaseChannel = 'reinvestment';
