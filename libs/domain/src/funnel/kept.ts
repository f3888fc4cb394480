import { type Actor, may } from '../access/permissions';
import { codedColumns, type FunnelColumns } from './columns';
import type { FunnelKnowledge, FunnelSelection } from './question';
import { type Reach, select } from './select';

/** Whether rows are counted or taken back. */
export type Sign = 1 | -1;

/** What is counted of the leads of a question, each by itself, so that one that changes can be taken back and counted again. */
export interface Counts {
  count(rows: Uint32Array, sign: Sign): void;
  /** Room that it takes. */
  readonly bytes: number;
}

/** For what the leads are read, told anew whenever they are chosen: its columns grow. */
type Reached = () => Reach;

interface Kept {
  counts: Counts;
  question: FunnelSelection;
  reach: Reached | undefined;
  /** Rows that were counted for it, and what it is worth by that. */
  rows: number;
  worth: number;
}

/** So many are kept at most, in so much room. */
const [mostKept, mostBytes] = [256, 128 * 1024 * 1024];
/** Rows that are taken back and counted again in one go, in all that is kept together: others wait meanwhile. */
const mostCounted = 20_000;
/** The id of nobody. */
const nobody = '';

/**
 * What was counted for the last questions, brought up to date by what changes: a question that is asked again costs no second
 * pass over all leads. What is counted anew must come to the same, number by number; the tests hold the two together.
 *
 * What goes first when room is short is what was quick to count and long not asked for: each is worth its rows on top of what
 * the last that went was worth (GreedyDual, N. Young 1994), so that many small questions do not drive out the large ones.
 */
export class KeptCounts {
  private kept = new Map<string, Kept>();
  private knowledge: FunnelKnowledge = { chainOfNode: new Map(), norms: {} };
  private known = '';
  private lastWorth = 0;

  constructor(private readonly table: FunnelColumns) {}

  get size(): number {
    return this.kept.size;
  }

  /** Nothing that was counted holds any more. */
  clear(): void {
    this.kept.clear();
  }

  /**
   * What was counted for a question.
   * @param what tells questions about the same leads apart
   * @param make counts the rows of a question that is not kept
   * @param reach left out, as leads are read
   */
  of<C extends Counts>(
    asked: FunnelSelection,
    knowledge: FunnelKnowledge,
    what: unknown,
    make: (rows: Uint32Array) => C,
    reach?: Reached,
  ): C {
    // What a search finds changes with more than the leads.
    if (asked.among !== null) return make(select(this.table, asked, knowledge, reach?.()));
    this.know(knowledge);
    const question = { filters: asked.filters, among: null, actor: this.readerOf(asked.actor) };
    const key = JSON.stringify([...selectionKey(question), what]);
    const known = this.kept.get(key);
    if (known) {
      known.worth = this.lastWorth + known.rows;
      return known.counts as C;
    }
    const rows = select(this.table, question, knowledge, reach?.());
    const counts = make(rows);
    this.kept.set(key, { counts, question, reach, rows: rows.length, worth: this.lastWorth + rows.length });
    this.makeRoom();
    return counts;
  }

  /**
   * Makes a change to some leads and brings what is kept up to date. Should it fail, or bring a value or a day that was not
   * known before, nothing is kept: there would be no place for it.
   */
  during(ids: readonly string[], change: () => void): void {
    if (this.kept.size === 0) return change();
    const most = Math.floor(mostCounted / ids.length);
    const all = [...this.kept].sort(([, one], [, other]) => other.worth - one.worth).slice(0, most);
    this.kept = new Map();
    const shape = this.shape();
    this.countAll(all, ids, -1);
    change();
    if (this.shape() !== shape) return;
    this.countAll(all, ids, 1);
    this.kept = new Map(all);
  }

  private countAll(all: readonly (readonly [string, Kept])[], ids: readonly string[], sign: Sign): void {
    for (const [, { counts, question, reach }] of all)
      counts.count(select(this.table, { ...question, among: ids }, this.knowledge, reach?.()), sign);
  }

  /** How many values and days there are. */
  private shape(): string {
    const { codes, currencies, reasons, firstDay, lastDay } = this.table;
    const coded = codedColumns.map((name) => codes[name].values.length);
    return [...coded, currencies.values.length, reasons.values.length, firstDay, lastDay].join();
  }

  /** Where chains or norms have changed, nothing that was counted holds any more. */
  private know(knowledge: FunnelKnowledge): void {
    const known = JSON.stringify([[...knowledge.chainOfNode], knowledge.norms]);
    if (known !== this.known) this.kept.clear();
    [this.knowledge, this.known] = [knowledge, known];
  }

  /** Whoever reads everything and is named nowhere reads what all of those read: what is counted for one is for all of them. */
  private readerOf(actor: Actor): Actor {
    if (!may(actor, 'lead.read', { ownerId: null, departmentId: null })) return actor;
    for (const names of this.table.named.values()) if (names.has(actor.id)) return actor;
    return { ...actor, id: nobody };
  }

  private makeRoom(): void {
    const { kept } = this;
    let bytes = 0;
    for (const { counts } of kept.values()) bytes += counts.bytes;
    while (kept.size > mostKept || bytes > mostBytes) {
      const [key, least] = [...kept].reduce((one, other) => (other[1].worth < one[1].worth ? other : one));
      kept.delete(key);
      bytes -= least.counts.bytes;
      this.lastWorth = least.worth;
    }
  }
}

/** What the leads of a question hang on. */
function selectionKey({ filters, actor: { id, role, departmentIds } }: FunnelSelection): unknown[] {
  const wanted = Object.entries(filters).flatMap(([name, values]) => (values ? [[name, ...[...values].sort()]] : []));
  return [
    wanted.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
    id === nobody ? nobody : [id, role, departmentIds],
  ];
}
