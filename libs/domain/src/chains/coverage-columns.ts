import type { AnyDealStage, DealStage } from '../deals/stage';
import { bytes, Codes, type FunnelColumns, type FunnelLead, longs } from '../funnel/columns';
import { type LeadStatus, openLeadStatuses } from '../leads/lead';
import { coverageOfDeal } from './coverage';

/** What the coverage of the gaps asks of a lead beyond what the funnel asks. */
export interface CoverageMore {
  companyId: string;
  status: LeadStatus;
  /** Of each deal of its history, in the same order. */
  deals: readonly { stage: AnyDealStage; stageLeft: DealStage | null }[];
}

/** What the coverage asks beyond the funnel, column by column: the rows and the places of deals are those of its columns. */
export class CoverageColumns {
  private readonly companyCodes = new Codes();
  private readonly growing = {
    company: longs(),
    /** Whether the lead is worked on, and no deal yet. */
    isOpen: bytes(),
    /** What each deal counts as, by its number among the kinds; 0 for nothing. */
    deals: bytes(),
  };

  constructor(private readonly table: FunnelColumns) {}

  /** How many numbers companies have: one more than there are, for 0 stands for none. */
  get companyNumbers(): number {
    return this.companyCodes.values.length;
  }

  /** The columns as they are just now: taken anew for each question, since they grow. */
  get data() {
    const { company, isOpen, deals } = this.growing;
    return { company: company.data, isOpen: isOpen.data, deals: deals.data };
  }

  companyOf(row: number): string | null {
    return this.companyCodes.values[this.growing.company.data[row] ?? 0] ?? null;
  }

  /** Puts in what the coverage asks of leads that the funnel's columns hold already. */
  change(leads: readonly FunnelLead[]): void {
    for (const { id, coverage } of leads) {
      const row = this.table.rowOf(id);
      if (coverage && row !== undefined) this.put(row, coverage);
    }
  }

  private put(row: number, { companyId, status, deals }: CoverageMore): void {
    const { growing } = this;
    growing.company.reserve(row + 1);
    growing.isOpen.reserve(row + 1);
    growing.company.data[row] = this.companyCodes.of(companyId);
    growing.isOpen.data[row] = Number((openLeadStatuses as readonly LeadStatus[]).includes(status));
    const start = this.table.data.dealStart[row] as number;
    growing.deals.reserve(start + deals.length);
    deals.forEach(({ stage, stageLeft }, index) => {
      growing.deals.data[start + index] = coverageCodes.indexOf(coverageOfDeal(stage, stageLeft));
    });
  }
}

/** What a deal counts as, by the number that stands for it. */
export const coverageCodes: readonly ReturnType<typeof coverageOfDeal>[] = [null, 'deals', 'landed'];
