import { type DealDate, datesOutOfOrder, type DealFacts, type Evidence, missingEvidence, stageDays } from './evidence';
import {
  type AnyDealStage,
  dealStages,
  isOnRoad,
  type MoveKind,
  moveKind,
  stagesEntered,
  type Standing,
  standingAfter,
} from './stage';

/** A wish to move a deal. */
export interface DealMove {
  to: AnyDealStage;
  /** When it took effect, `YYYY-MM-DD`; it may lie in the past, not in the future. */
  on: string;
  /** Why: asked for back, aside, reopening and an override; for `lost` a code from the list of reasons. */
  reason: string | null;
  /** The head takes missing evidence upon themselves; the deal stays flagged until it is supplied. */
  override: boolean;
}

export type DealObstacle =
  | { code: 'not-on-the-road' }
  | { code: 'head-only' }
  | { code: 'reason-missing' }
  /** Of the move itself, or of the day of a stage that it enters. */
  | { code: 'in-the-future'; date?: DealDate }
  | { code: 'before-last-move' }
  /** The latest day of the stages entered lies behind the day on which the move is said to take effect. */
  | { code: 'before-its-day'; date: DealDate }
  | { code: 'evidence-missing'; evidence: Evidence[] }
  | { code: 'dates-out-of-order'; date: string; before: string };

/** Moves that only the head of the department makes. */
const heads: readonly MoveKind[] = ['back', 'reopen'];
/** Moves that are not understood later without a reason. */
const explained: readonly MoveKind[] = ['back', 'hold', 'lose', 'reopen'];

export interface Verdict {
  /** What stands against the move; empty means it may be made. */
  obstacles: DealObstacle[];
  /** Evidence that an override leaves open. */
  flagged: Evidence[];
}

/**
 * Judges a move by the one set of rules: the road, who may, why, when, and the evidence of every stage entered.
 * @param today the actor's date, `YYYY-MM-DD`
 * @param lastMovedOn effective date of the move before; null for none
 */
export function judgeMove(
  from: Standing,
  deal: DealFacts,
  move: DealMove,
  { isHead, today, lastMovedOn }: { isHead: boolean; today: string; lastMovedOn: string | null },
): Verdict {
  const kind = moveKind(from, move.to);
  if (!kind) return { obstacles: [{ code: 'not-on-the-road' }], flagged: [] };
  const obstacles: DealObstacle[] = [];
  if (!isHead && (heads.includes(kind) || move.override)) obstacles.push({ code: 'head-only' });
  if ((explained.includes(kind) || move.override) && !move.reason) obstacles.push({ code: 'reason-missing' });
  if (move.on > today) obstacles.push({ code: 'in-the-future' });
  if (lastMovedOn !== null && move.on < lastMovedOn) obstacles.push({ code: 'before-last-move' });
  const [disorder] = datesOutOfOrder(deal);
  if (kind === 'forward' && disorder) obstacles.push({ code: 'dates-out-of-order', ...disorder });
  const entered =
    kind === 'forward' && isOnRoad(from.stage) && isOnRoad(move.to) ? stagesEntered(from.stage, move.to) : [];
  const days = stageDays(deal, entered);
  for (const { date, day } of days) if (day > today) obstacles.push({ code: 'in-the-future', date });
  const latest = days.filter(({ day }) => day <= today && day > move.on).at(-1);
  if (latest && move.on <= today) obstacles.push({ code: 'before-its-day', date: latest.date });
  const missing = missingEvidence(deal, entered);
  if (missing.length > 0 && !move.override) obstacles.push({ code: 'evidence-missing', evidence: missing });
  return { obstacles, flagged: move.override ? missing : [] };
}

/** One recorded move. */
export interface StageChange {
  from: AnyDealStage | null;
  to: AnyDealStage;
}

/**
 * Where a deal stands by its recorded moves: the first enters the road, each later one begins where the last ended.
 * @throws Error when the record is broken
 */
export function replay(changes: readonly StageChange[]): Standing {
  let standing: Standing | null = null;
  for (const { from, to } of changes) {
    if ((standing?.stage ?? null) !== from)
      throw new Error(`a move from ${from ?? 'nowhere'}, but the deal stands at ${standing?.stage ?? 'nowhere'}`);
    if (!standing) {
      if (to !== dealStages[0]) throw new Error(`a deal begins at ${dealStages[0]}, not at ${to}`);
      standing = { stage: dealStages[0], stageLeft: null };
      continue;
    }
    if (!moveKind(standing, to)) throw new Error(`no move leads from ${standing.stage} to ${to}`);
    standing = standingAfter(standing, to);
  }
  if (!standing) throw new Error('a deal without a first move');
  return standing;
}
