import type { Actor } from '../access/permissions';
import { firstKnownDay } from './pack';
import type { FunnelKnowledge, PeriodQuestion } from './question';
import { stayKinds } from './stay';
import { dateOfDay, dayNumber, funnelViews } from './step';
import type { FunnelTable } from './table';
import { trendUnits } from './trend';

/** Someone who reads everything and is named nowhere. */
const everyone: Actor = { id: '', role: 'leader', departmentId: '', departmentIds: [] };

/**
 * Asks questions of every kind, one with each step, of the current year and of all time: the engine translates what runs often
 * while it runs, which would double the time of whoever asks first. What was counted is kept, as for any question.
 * @param today day of the reporting time zone
 */
export function* warmUp(table: FunnelTable, knowledge: FunnelKnowledge, today: number): Generator<void> {
  const thisYear = dayNumber(`${dateOfDay(today).slice(0, 4)}-01-01`);
  for (const from of [firstKnownDay, thisYear]) {
    const question: PeriodQuestion = { from, to: today, asOf: today, filters: {}, among: null, actor: everyone };
    for (const view of funnelViews)
      for (const groupBy of [null, 'cluster', 'owner', 'chainNode', 'month'] as const) {
        table.answer({ ...question, view, groupBy, within: null }, knowledge);
        yield;
      }
    table.answer({ ...question, view: 'cohort', groupBy: null, within: 90 }, knowledge);
    yield;
    // Most stood elsewhere then: these are read step by step.
    table.answer({ ...question, to: today - 90, view: 'snapshot', groupBy: null, within: null }, knowledge);
    yield;
    table.flow(question, knowledge);
    yield;
    for (const unit of trendUnits) {
      table.trend(question, knowledge, unit);
      yield;
    }
    for (const kind of stayKinds) {
      table.stays({ ...question, kind }, knowledge);
      yield;
    }
  }
}
