import { type FunnelColumns, footingOf, stepOf } from './columns';
import { packDay } from './pack';
import type { FunnelKnowledge, FunnelPart, FunnelQuestion } from './question';
import { funnelSteps, stepCount } from './step';
import { footings } from './track';

/** Where leads stand, as packed in the columns. */
export const [open, onHold, lost] = [footings.indexOf('open'), footings.indexOf('onHold'), footings.indexOf('lost')];

/**
 * Reads one row at a time, the same way for sums and for lists. What it found stands in its fields until the next, so that
 * a million rows make no million objects.
 */
export class Reader {
  /** Steps that the row counts as having reached, a bit for each. */
  reached = 0;
  /** Where it stands at the end of the last day that is looked at, since when, and for which reason. */
  place = 0;
  step = 0;
  footing = 0;
  reason = 0;
  stands = 0;
  /** Its time has not run out. */
  undecided = true;
  /** The last day that is looked at. */
  limit = 0;

  private readonly data;
  private readonly from: number;
  private readonly to: number;
  private readonly asOf: number;
  private readonly within: number;
  private readonly norms: Float64Array;
  readonly isSnapshot: boolean;
  readonly isEntered: boolean;
  private readonly isCohort: boolean;

  constructor(table: FunnelColumns, question: FunnelQuestion, { norms }: FunnelKnowledge) {
    this.data = table.data;
    this.isSnapshot = question.view === 'snapshot';
    this.isEntered = question.view === 'entered';
    this.isCohort = question.view === 'cohort';
    this.from = packDay(question.from);
    this.to = packDay(question.to);
    this.asOf = packDay(this.isSnapshot ? Math.min(question.to, question.asOf) : question.asOf);
    this.within = question.within ?? Infinity;
    this.norms = Float64Array.from(funnelSteps, (step) => norms[step] ?? Infinity);
    this.limit = this.asOf;
  }

  /** @returns whether the row has anything to do with the question */
  read(row: number): boolean {
    if (this.isSnapshot) {
      if (!this.stand(row)) return false;
      this.reached = this.footing === open ? 1 << this.step : 0;
      return true;
    }
    if (this.isCohort) return this.isOfCohort(row) && this.stand(row) && this.take(row, 0, this.limit);
    return this.take(row, this.from, Math.min(this.to, this.limit)) && this.stand(row);
  }

  private isOfCohort(row: number): boolean {
    const createdOn = this.data.created[row] as number;
    if (createdOn < this.from || createdOn > this.to || createdOn > this.asOf) return false;
    const end = createdOn + this.within;
    this.undecided = end > this.asOf;
    this.limit = Math.min(this.asOf, end);
    return true;
  }

  /** Takes the steps that were first reached between two days. */
  private take(row: number, from: number, to: number): boolean {
    const { reached } = this.data;
    let mask = 0;
    const first = row * stepCount;
    for (let step = 0; step < stepCount; step += 1) {
      const on = reached[first + step] as number;
      // Behind a step that was never reached lies none that was.
      if (on === 0) break;
      if (on >= from && on <= to) mask |= 1 << step;
    }
    this.reached = mask;
    return mask !== 0;
  }

  private stand(row: number): boolean {
    const { lastDay, lastPlace, lastReason } = this.data;
    const on = lastDay[row] as number;
    if (on > this.limit) return this.stoodEarlier(row);
    return this.standAt(on, lastPlace[row] as number, lastReason[row] as number);
  }

  private stoodEarlier(row: number): boolean {
    const { pathStart, pathLength, pathDay, pathPlace, pathReason } = this.data;
    const start = pathStart[row] as number;
    let at = start + (pathLength[row] as number) - 2;
    while (at >= start && (pathDay[at] as number) > this.limit) at -= 1;
    return at >= start && this.standAt(pathDay[at] as number, pathPlace[at] as number, pathReason[at] as number);
  }

  private standAt(on: number, packed: number, reason: number): true {
    this.place = packed;
    this.step = stepOf(packed);
    this.footing = footingOf(packed);
    this.reason = reason;
    this.stands = this.limit - on;
    return true;
  }

  get overdue(): boolean {
    return this.footing === open && this.stands > (this.norms[this.step] as number);
  }

  /** Days from the step before; -1 where either was skipped, and for the first. In a snapshot, days at the step. */
  daysTo(row: number, step: number): number {
    if (this.isSnapshot) return this.stands;
    const { entered, reached } = this.data;
    const both = 3 << (step - 1);
    if (step === 0 || ((entered[row] as number) & both) !== both) return -1;
    const at = row * stepCount + step;
    return Math.max(0, (reached[at] as number) - (reached[at - 1] as number));
  }

  /** Whether it went on to the step after this one by the last day that is looked at. */
  wentOn(row: number, step: number): boolean {
    if (step === stepCount - 1) return false;
    const on = this.data.reached[row * stepCount + step + 1] as number;
    return on !== 0 && on <= this.limit;
  }

  /** Who is beside the road in a snapshot is told at the step that was left; else only who reached a step is. */
  get countsWhereItStands(): boolean {
    return this.isSnapshot || ((this.reached >> this.step) & 1) === 1;
  }

  /** Whether the row counts as this part of a step. */
  is(row: number, part: FunnelPart, step: number): boolean {
    const reached = ((this.reached >> step) & 1) === 1;
    switch (part) {
      case 'reached':
        return reached;
      case 'beyond':
        return reached && this.step > step;
      case 'movedBack':
        return reached && this.step < step;
      case 'wentOn':
        return reached && !this.isSnapshot && this.wentOn(row, step);
      case 'timed':
        return reached && this.daysTo(row, step) >= 0;
      default:
        return this.standsAs(part, step);
    }
  }

  private standsAs(part: 'open' | 'undecided' | 'late' | 'overdue' | 'onHold' | 'lost', step: number): boolean {
    if (this.step !== step || !this.countsWhereItStands) return false;
    switch (part) {
      case 'open':
        return this.footing === open;
      case 'undecided':
        return this.footing === open && this.undecided;
      case 'late':
        return this.footing === open && !this.undecided;
      case 'overdue':
        return this.overdue;
      case 'onHold':
        return this.footing === onHold;
      case 'lost':
        return this.footing === lost;
    }
  }
}
