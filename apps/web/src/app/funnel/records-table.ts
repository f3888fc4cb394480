import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ExactMoney, FunnelLeadRecord } from '@torch/contracts';
import { ChooseAll } from '../leads/follow-ups/choose-all';
import { ChooseLead } from '../leads/follow-ups/choose-lead';
import type { ChosenLeads } from '../leads/follow-ups/chosen-leads';
import { Session } from '../platform/session';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';

/** A lead as it is listed, and what its last column says. */
export interface RecordRow {
  lead: Omit<FunnelLeadRecord, 'deals'> & {
    /** Where deals are counted: whether it is one of them, and what it is worth in the reporting currency. */
    deals: readonly (FunnelLeadRecord['deals'][number] & { counted?: boolean; worth?: ExactMoney | null })[];
  };
  last: string;
}

/** The leads behind a figure: whose they are, where they stand, and what came of them. */
@Component({
  selector: 'crm-records-table',
  imports: [ChooseAll, ChooseLead, RouterLink],
  templateUrl: './records-table.html',
  styleUrl: './records-page.css',
})
export class RecordsTable {
  protected readonly session = inject(Session);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();

  readonly rows = input.required<readonly RecordRow[]>();
  readonly lastHead = input.required<string>();
  /** Which are chosen, where something can be planned for them. */
  readonly chosen = input.required<ChosenLeads>();

  /** What a counted deal in another currency adds to the amount of its step. */
  protected converted({ counted, totalInvestment, worth }: RecordRow['lead']['deals'][number]) {
    if (!counted || !worth || worth.currency === totalInvestment?.currency) return null;
    const { worth: said } = this.t().records;
    return { short: said(this.names.money(worth)), exact: said(this.names.rounded(worth)) };
  }
}
