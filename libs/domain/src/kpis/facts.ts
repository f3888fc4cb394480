import type { StageEntry, StatusEntry } from '../funnel/track';
import type { Amount, Rate } from '../money/rate';
import type { WorkClock } from './work-clock';

/** What a deal tells the indicators. Days are numbers as in the funnel, and all of the reporting time zone. */
export interface KpiDeal {
  id: string;
  code: string;
  ownerId: string;
  departmentId: string;
  moves: readonly StageEntry[];
  totalInvestment: Amount | null;
  fixedAssetInvestment: Amount | null;
  contractedForeignCapital: Amount | null;
  agreedAmount: Amount | null;
  /** Funds in place that the statistician has confirmed. */
  funds: readonly (Amount & { on: number })[];
}

/** A lead with what came of it; what is in the recycle bin was a mistake, and is left out. */
export interface KpiLead {
  id: string;
  code: string;
  ownerId: string;
  departmentId: string;
  pooled: boolean;
  confidentialTo: readonly string[] | null;
  cluster: string | null;
  region: string;
  park: string | null;
  channel: string;
  estimate: Amount | null;
  /** Day on which it was entered. */
  createdOn: number;
  moves: readonly StatusEntry[];
  /** Instants in milliseconds: when it was entered, and when somebody first spoke to the company about it. */
  createdAt: number;
  contactedAt: number | null;
  /** Day of its first completed visit. */
  visitedOn: number | null;
  deals: readonly KpiDeal[];
}

export interface KpiQuestion {
  /** First and last day of the period. */
  from: number;
  to: number;
  /** Up to which day is looked: what took effect later is not known yet. */
  asOf: number;
  /** The instant at which that day ends. */
  endsAt: number;
  reporting: string;
  rates: readonly Rate[];
  /** Measures how long an answer took: one for all, so that no figure changes with whoever owns a lead by now. */
  clock: WorkClock;
  /** Whether the entries into the steps of the funnel are wanted too. */
  withFunnel: boolean;
}
