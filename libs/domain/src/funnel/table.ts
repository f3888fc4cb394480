import { CoverageColumns } from '../chains/coverage-columns';
import { CoverageCount, type CoverageQuestion } from '../chains/coverage-count';
import { KpiColumns } from '../kpis/columns';
import type { KpiSums } from '../kpis/figures';
import { KpiTally } from '../kpis/kpi-tally';
import { kpiReach, type KpiTableQuestion } from '../kpis/row-reader';
import type { WorkClock } from '../kpis/work-clock';
import { FunnelColumns, type FunnelLead } from './columns';
import { Counted } from './count';
import { FlowCounts, type FlowLink } from './flow';
import { KeptCounts } from './kept';
import type { FunnelKnowledge, FunnelQuestion, PeriodQuestion } from './question';
import { answerOf, type FunnelAnswer } from './scan';
import { StayCounts, type StayFigures, type StayQuestion } from './stay';
import { TrendCounts, type TrendPoint, type TrendUnit } from './trend';

/** What was asked of a period: what took effect later than it is looked is not known yet. */
const periodOf = ({ from, to, asOf }: PeriodQuestion) => [from, Math.min(to, asOf)];
const eveningOf = ({ to, asOf }: PeriodQuestion) => [Math.min(to, asOf)];

/**
 * All leads, and beside them what was counted for the last questions. It says the same as `answer`, `leadFlow`, `leadTrend`,
 * `leadStays` and `kpiSumsOf` of these leads.
 */
export class FunnelTable extends FunnelColumns {
  readonly kept = new KeptCounts(this);
  /** What the indicators ask beyond the funnel, row by row beside it. */
  readonly kpis = new KpiColumns(this);
  /** What the coverage of the gaps asks beyond the funnel. */
  readonly coverage = new CoverageColumns(this);

  override change(leads: readonly FunnelLead[], gone: readonly string[] = []): void {
    const ids = [...leads.map(({ id }) => id), ...gone];
    if (ids.length === 0) return;
    this.kept.during(ids, () => {
      super.change(leads, gone);
      this.kpis.change(leads);
      this.coverage.change(leads);
    });
  }

  answer(question: FunnelQuestion, knowledge: FunnelKnowledge): FunnelAnswer {
    const { view, groupBy, asOf, within } = question;
    const when = view === 'snapshot' ? eveningOf(question) : [...periodOf(question), asOf];
    // Time to reach a step is given to a cohort alone.
    const what = [view, groupBy, when, view === 'cohort' ? within : null];
    const counted = this.kept.of(question, knowledge, what, (rows) => new Counted(this, question, knowledge, rows));
    return answerOf(question, counted);
  }

  /** Measures working time by a clock; what was counted by another holds no more. */
  measure(clock: WorkClock): void {
    if (this.kpis.measure(clock)) this.kept.clear();
  }

  kpiSums(question: KpiTableQuestion, knowledge: FunnelKnowledge): KpiSums {
    this.measure(question.clock);
    const what = ['kpis', periodOf(question), question.asOf, question.reporting, question.rates];
    const make = (rows: Uint32Array) => new KpiTally(this, question, rows);
    return this.kept.of(question, knowledge, what, make, () => kpiReach(this)).sums();
  }

  /** Quick enough not to be kept. */
  coverageOf(question: CoverageQuestion): CoverageCount {
    return new CoverageCount(this, question);
  }

  flow(question: PeriodQuestion, knowledge: FunnelKnowledge): FlowLink[] {
    const what = ['flow', periodOf(question)];
    return this.kept.of(question, knowledge, what, (rows) => new FlowCounts(this, question, rows)).links();
  }

  trend(question: PeriodQuestion, knowledge: FunnelKnowledge, unit: TrendUnit): TrendPoint[] {
    const what = ['trend', unit, periodOf(question)];
    return this.kept.of(question, knowledge, what, (rows) => new TrendCounts(this, question, unit, rows)).points();
  }

  stays(question: StayQuestion, knowledge: FunnelKnowledge): StayFigures[] {
    const what = ['stays', question.kind, question.kind === 'standing' ? eveningOf(question) : periodOf(question)];
    return this.kept.of(question, knowledge, what, (rows) => new StayCounts(this, question, knowledge, rows)).figures();
  }
}
