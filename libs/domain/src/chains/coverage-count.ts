import { type Actor, may } from '../access/permissions';
import { type Codes, confidential } from '../funnel/columns';
import { fitting, select } from '../funnel/select';
import type { FunnelTable } from '../funnel/table';
import { type CoverageCounts, coverageKinds } from './coverage';
import { coverageCodes } from './coverage-columns';

/** The gaps and regions of a matrix, by their codes. */
export interface CoverageQuestion {
  nodes: readonly string[];
  regions: readonly string[];
  actor: Actor;
}

/** Nowhere in the matrix. */
const nowhere = -1;
/** The numbers of a cell side by side. */
const kinds = coverageKinds.length;
const [ofCompanies, ofLeads] = [coverageKinds.indexOf('companies'), coverageKinds.indexOf('leads')];
/** Where a deal is counted, by the number of what it counts as. */
const ofDeals = coverageCodes.map((code) => (code === null ? nowhere : coverageKinds.indexOf(code)));

/**
 * The matrix of gaps × regions as a reader sees it: leads that lie in a pool are nobody's and count for nobody, their deals do.
 * A company counts once in each cell, row, column and in all, however many leads it has there.
 */
export class CoverageCount {
  /** Cells row by row; in each row one more for all of it, and one more row for all. */
  private readonly counts: Float64Array;
  /** Cells in which anybody works on what is not confidential. */
  private readonly busy: Uint8Array;
  private readonly width: number;
  private readonly nodeOf: Int32Array;
  private readonly regionOf: Int32Array;

  constructor(
    private readonly table: FunnelTable,
    private readonly question: CoverageQuestion,
  ) {
    const { nodes, regions } = question;
    this.width = regions.length + 1;
    this.counts = new Float64Array((nodes.length + 1) * this.width * kinds);
    this.busy = new Uint8Array((nodes.length + 1) * this.width);
    this.nodeOf = placesOf(table.codes.chainNode, nodes);
    this.regionOf = placesOf(table.codes.region, regions);
    const rows = this.placed(select(table, { filters: {}, among: null, actor: question.actor }, noKnowledge));
    this.countLeads(rows);
    this.countCompanies(rows);
    this.countDeals();
    this.markBusy();
  }

  /** @param node, region left out for all of them */
  at(node?: string, region?: string): CoverageCounts {
    const first = this.place(node, region) * kinds;
    const [companies = 0, leads = 0, deals = 0, landed = 0] = this.counts.subarray(first, first + kinds);
    return { companies, leads, deals, landed };
  }

  /** Whether anybody of the zone works in a cell, the confidential aside: the same for every reader. */
  isBusy(node: string, region: string): boolean {
    return this.busy[this.place(node, region)] === 1;
  }

  private place(node: string | undefined, region: string | undefined): number {
    const { nodes, regions } = this.question;
    const row = node === undefined ? nodes.length : nodes.indexOf(node);
    return row * this.width + (region === undefined ? regions.length : regions.indexOf(region));
  }

  /** The cell of a row's lead and its deals. */
  private cellOf(row: number): number {
    const node = this.nodeOf[this.table.column('chainNode')[row] as number] as number;
    const region = this.regionOf[this.table.column('region')[row] as number] as number;
    return node === nowhere || region === nowhere ? nowhere : node * this.width + region;
  }

  /** The rows that lie in a cell and are somebody's, in the order of their cells. */
  private placed(rows: Uint32Array): { rows: Uint32Array; starts: Uint32Array } {
    const owner = this.table.column('owner');
    const starts = new Uint32Array(this.busy.length + 1);
    const cells = new Int32Array(rows.length);
    rows.forEach((row, index) => {
      const cell = owner[row] === 0 ? nowhere : this.cellOf(row);
      cells[index] = cell;
      if (cell !== nowhere) (starts[cell + 1] as number) += 1;
    });
    for (let cell = 0; cell < this.busy.length; cell += 1) (starts[cell + 1] as number) += starts[cell] as number;
    const next = starts.slice();
    const placed = new Uint32Array(starts[this.busy.length] as number);
    cells.forEach((cell, index) => {
      if (cell === nowhere) return;
      placed[next[cell] as number] = rows[index] as number;
      (next[cell] as number) += 1;
    });
    return { rows: placed, starts };
  }

  private countLeads({ rows, starts }: { rows: Uint32Array; starts: Uint32Array }): void {
    const { isOpen } = this.table.coverage.data;
    for (let cell = 0; cell < this.busy.length; cell += 1) {
      let open = 0;
      for (let index = starts[cell] as number; index < (starts[cell + 1] as number); index += 1)
        open += isOpen[rows[index] as number] as number;
      if (open > 0) this.addUp(cell, ofLeads, open);
    }
  }

  /** Cell by cell, so that it is enough to remember of each company where it was last seen. */
  private countCompanies({ rows, starts }: { rows: Uint32Array; starts: Uint32Array }): void {
    const { width, counts } = this;
    const { company } = this.table.coverage.data;
    const all = this.table.coverage.companyNumbers;
    const [lastCell, lastRow] = [new Int32Array(all).fill(nowhere), new Int32Array(all).fill(nowhere)];
    const inRegion = new Uint8Array(all * width);
    const last = this.busy.length - 1;
    const add = (cell: number) => ((counts[cell * kinds + ofCompanies] as number) += 1);
    for (let cell = 0; cell < last; cell += 1) {
      const [row, region] = [Math.floor(cell / width), cell % width];
      for (let index = starts[cell] as number; index < (starts[cell + 1] as number); index += 1) {
        const its = company[rows[index] as number] as number;
        if (lastCell[its] === cell) continue;
        lastCell[its] = cell;
        add(cell);
        if (lastRow[its] !== row) add(row * width + width - 1);
        lastRow[its] = row;
        if (inRegion[its * width + region] === 0) add(last - width + 1 + region);
        inRegion[its * width + region] = 1;
        if (inRegion[its * width + width - 1] === 0) add(last);
        inRegion[its * width + width - 1] = 1;
      }
    }
  }

  private countDeals(): void {
    const { table } = this;
    const { actor } = this.question;
    const { people, departments, data: more } = table.kpis;
    const reads = (ownerId: string | null, departmentId: string | null) =>
      may(actor, 'deal.read', { ownerId, departmentId });
    const ofOwner = fitting(people, (ownerId) => reads(ownerId, null));
    const inDepartment = fitting(departments, (departmentId) => reads(null, departmentId));
    this.eachDeal((row, deal, cell, kind) => {
      const isHis =
        table.data.there[row] === confidential
          ? table.named.get(row)?.has(actor.id)
          : ((ofOwner[more.owner[deal] as number] as number) |
              (inDepartment[more.department[deal] as number] as number)) ===
            1;
      if (isHis) this.addUp(cell, ofDeals[kind] as number, 1);
    });
  }

  private eachDeal(tell: (row: number, deal: number, cell: number, kind: number) => void): void {
    const { table } = this;
    const { there, dealStart, dealCount } = table.data;
    const { deals } = table.coverage.data;
    for (let row = 0; row < table.size; row += 1) {
      const count = dealCount[row] as number;
      if (there[row] === 0 || count === 0) continue;
      const cell = this.cellOf(row);
      if (cell === nowhere) continue;
      const first = dealStart[row] as number;
      for (let deal = first; deal < first + count; deal += 1)
        if (deals[deal] !== 0) tell(row, deal, cell, deals[deal] as number);
    }
  }

  private markBusy(): void {
    const { table, busy } = this;
    const { isOpen } = table.coverage.data;
    const owner = table.column('owner');
    for (const row of table.open) {
      if (isOpen[row] === 0 || owner[row] === 0) continue;
      const cell = this.cellOf(row);
      if (cell !== nowhere) busy[cell] = 1;
    }
    this.eachDeal((row, _, cell) => {
      if (table.data.there[row] !== confidential) busy[cell] = 1;
    });
  }

  /** Adds to a cell, its row, its column and all. */
  private addUp(cell: number, kind: number, count: number): void {
    const { width, counts } = this;
    const last = this.busy.length - 1;
    const [row, region] = [Math.floor(cell / width), cell % width];
    for (const at of new Set([cell, row * width + width - 1, last - width + 1 + region, last]))
      (counts[at * kinds + kind] as number) += count;
  }
}

/** No filter is by chain, so nothing has to be known of chains. */
const noKnowledge = { chainOfNode: new Map<string, string>(), norms: {} };

/** For each value by its number, its place in a list; nowhere for one that is not in it. */
const placesOf = ({ values }: Codes, list: readonly string[]): Int32Array =>
  Int32Array.from(values, (value) => (value === null ? nowhere : list.indexOf(value)));
