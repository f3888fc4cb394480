import { stepOf } from '../funnel/columns';
import { fitting } from '../funnel/select';
import { funnelSteps } from '../funnel/step';
import type { FunnelTable } from '../funnel/table';
import type { FunnelKnowledge } from '../funnel/question';
import type { KpiPart } from './figures';
import type { RecordKind } from './kpi';
import { isMarked, testOf } from './marks';
import { KpiRowReader, kpiRows, type KpiTableQuestion } from './row-reader';

/** A lead or a deal behind a figure. */
export interface FoundRecord {
  kind: RecordKind;
  id: string;
  leadId: string;
}

/**
 * The first so many of all that were found behind an id, the newest first, however they come. Of leads nearly all are told by
 * their rows: among those in the order of their ids, all before one that came too late do so too.
 */
class Newest {
  total = 0;
  private found: FoundRecord[] = [];
  private least = '';
  /** Rows in order that are behind the page, and those before it. */
  private behind = 0;
  private readonly before: number;

  constructor(
    private readonly ids: readonly string[],
    private readonly inOrder: number,
    private readonly after: string | null,
    private readonly most: number,
  ) {
    this.before = after === null ? inOrder : firstFrom(ids, inOrder, after);
  }

  addLead(row: number): void {
    if (row < this.behind || (row >= this.before && row < this.inOrder)) {
      this.total += 1;
      return;
    }
    const id = this.ids[row] as string;
    if (!this.add('lead', id, row) && row < this.before) this.behind = row;
  }

  /** @returns whether it may be of the page */
  add(kind: RecordKind, id: string, row: number): boolean {
    this.total += 1;
    if ((this.after !== null && id >= this.after) || id <= this.least) return false;
    this.found.push({ kind, id, leadId: this.ids[row] as string });
    if (this.found.length >= 2 * this.most) this.cut();
    return true;
  }

  private cut(): void {
    this.found = this.found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, this.most);
    if (this.found.length === this.most) this.least = this.found.at(-1)?.id ?? '';
  }

  records(): FoundRecord[] {
    this.cut();
    return this.found;
  }
}

/** The first row in order whose id is not below this one. */
function firstFrom(ids: readonly string[], inOrder: number, id: string): number {
  let [low, high] = [0, inOrder];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] as string) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The records behind a part of an indicator: of all together as many as the figure says.
 * @param page.after the id behind which the page begins, newest first; null for the first
 * @param page.most how many are wanted at most
 */
export function kpiRecordsBehind(
  table: FunnelTable,
  question: KpiTableQuestion,
  knowledge: FunnelKnowledge,
  part: KpiPart,
  { after, most }: { after: string | null; most: number },
): { records: FoundRecord[]; total: number } {
  const test = testOf(part.figure, part.side);
  const ofLoss = part.step !== undefined || part.reason !== undefined;
  // Of what was lost alone it is told where and why.
  if (!test || (ofLoss && part.figure !== 'lostLeads')) return { records: [], total: 0 };
  const rows = kpiRows(table, question, knowledge);
  const reader = new KpiRowReader(table, question);
  const newest = new Newest(table.ids, table.kpis.inOrder, after, most);
  const { dealCount, dealStart } = table.data;
  const { dealIds } = table.kpis;
  const step = part.step === undefined ? -1 : funnelSteps.indexOf(part.step);
  const reasons = fitting(table.reasons, (reason) => part.reason === undefined || (reason ?? '') === part.reason);
  const isThere = () => (step < 0 || stepOf(reader.place) === step) && reasons[reader.reason] === 1;
  // From the end, where the newest are: nearly all that comes later then lies behind the page.
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] as number;
    if (test.kind === 'lead') {
      if (isMarked(reader.lead(row), test) && reader.countsLead(row) && (!ofLoss || isThere())) newest.addLead(row);
      continue;
    }
    const deals = dealCount[row] as number;
    if (deals === 0) continue;
    reader.lead(row);
    const start = dealStart[row] as number;
    for (let deal = start; deal < start + deals; deal += 1)
      if (isMarked(reader.deal(row, deal), test) && reader.countsDeal(row, deal))
        newest.add('deal', dealIds[deal] as string, row);
  }
  return { records: newest.records(), total: newest.total };
}
