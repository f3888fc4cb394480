import type { TraceLine, TraceOccurrence, TraceRule, TraceSnooze, TraceStep } from '@torch/contracts';
import {
  type Anchor,
  isSnoozed,
  keyOf,
  type MailState,
  misfits,
  occurrenceBehind,
  type PlannedReminder,
  planLadder,
  type PreferenceMode,
  type ReminderRule,
  remindersOf,
  type ReminderStep,
  ruleFor,
  type Snooze,
} from '@torch/domain';
import type { Basis } from './planning/basis';
import type { ReminderFact } from './planning/facts';
import { anchorOf, type Known } from './planning/planner';

/** A reminder that there is, with what became of its mail. */
export interface TraceRow extends Known {
  anchorAt: Date | null;
  anchorOn: string | null;
  endedAt: Date | null;
  recipient: string | null;
  answer: string | null;
  mailState: MailState | null;
}

/** What somebody put off, and when they did. */
export interface TracedSnooze extends Snooze {
  ruleId: string;
  occurrence: string;
  at: Date;
}

export interface NamedRule extends ReminderRule {
  nameZh: string;
  nameEn: string;
  deleted: boolean;
}

/** Who a line names, and how they want what is still to come. */
export interface Reader {
  name: string;
  timeZone: string;
  modes: Readonly<Record<string, PreferenceMode>>;
}

/** What a trace is told from. */
export interface TraceBasis {
  basis: Basis;
  rules: readonly NamedRule[];
  facts: readonly ReminderFact[];
  rows: readonly TraceRow[];
  snoozes: readonly TracedSnooze[];
  now: Date;
  /** Tells of this person alone. */
  user: string | undefined;
  readerOf: (id: string) => Reader | undefined;
  /** Why no mail can go just now. */
  mailsWaitFor: TraceLine['waitsFor'];
}

type Verdict = Pick<TraceRule, 'verdict' | 'misfits' | 'insteadNameZh' | 'insteadNameEn'>;

/** How every rule of the record's kind stands to it, and what came and comes of it. */
export function traceRules(from: TraceBasis): TraceRule[] {
  return from.rules.flatMap((rule): TraceRule[] => {
    const facts = from.facts.filter(({ trigger }) => trigger === rule.trigger);
    const rows = from.rows.filter(({ ruleId }) => ruleId === rule.id);
    if (rule.deleted && rows.length === 0) return [];
    const verdict = verdictOf(rule, facts[0], from);
    const current = verdict.verdict === 'watches' ? facts : [];
    const past = new Map<string, TraceRow[]>();
    for (const row of rows) {
      // What came again after a snooze belongs to the cause that was put off.
      const cause = occurrenceBehind(row.occurrence);
      if (!current.some(({ occurrence }) => occurrence === cause)) past.set(cause, [...(past.get(cause) ?? []), row]);
    }
    const { id: ruleId, nameZh, nameEn, trigger } = rule;
    return [
      {
        ruleId,
        nameZh,
        nameEn,
        trigger,
        ...verdict,
        occurrences: [
          ...current.map((fact) => currentOf(rule, fact, rows, from)),
          ...[...past].map(([cause, each]) => pastOf(each, snoozesOf(rule, cause, from), from)),
        ],
      },
    ];
  });
}

function verdictOf(rule: NamedRule, fact: ReminderFact | undefined, { basis, rules }: TraceBasis): Verdict {
  const none = { misfits: [], insteadNameZh: null, insteadNameEn: null };
  if (!rule.active) return { ...none, verdict: 'misfits', misfits: ['active'] };
  if (!fact) return { ...none, verdict: 'over' };
  const missing = misfits(rule, fact);
  if (missing.length > 0) return { ...none, verdict: 'misfits', misfits: missing };
  const chosen = ruleFor(basis.rulesOf(rule.trigger), fact);
  const instead = rules.find(({ id }) => id === chosen?.id);
  if (!instead || instead.id === rule.id) return { ...none, verdict: 'watches' };
  return { verdict: 'narrower', misfits: [], insteadNameZh: instead.nameZh, insteadNameEn: instead.nameEn };
}

const anchored = (anchor: Anchor) => ({
  anchorAt: 'at' in anchor ? anchor.at.toISOString() : null,
  anchorOn: 'on' in anchor ? anchor.on : null,
});

/** What still stands: the steps that went, the one that waits, and those that would follow. */
function currentOf(rule: NamedRule, fact: ReminderFact, all: readonly TraceRow[], from: TraceBasis): TraceOccurrence {
  const rows = all.filter(({ occurrence }) => occurrenceBehind(occurrence) === fact.occurrence);
  const ladder = rows.filter(({ occurrence }) => occurrence === fact.occurrence);
  const snoozes = snoozesOf(rule, fact.occurrence, from);
  const anchor = anchorOf(rule, fact);
  const people = from.basis.peopleOf(fact);
  const plan = planLadder(rule.steps, anchor, people, ladder, from.now, snoozes);
  const next = plan.find(({ givenUp }) => !givenUp)?.step ?? Infinity;
  const steps = rule.steps.map((step, index): TraceStep => {
    const mine = rows.filter((row) => row.stepId === step.id);
    const there = new Set(ladder.filter((row) => row.stepId === step.id).map(keyOf));
    const comes = index >= next;
    const expected = comes
      ? remindersOf(step, index, anchor, people).filter((each) => !there.has(keyOf(each)) && !isSnoozed(snoozes, each))
      : [];
    return {
      id: step.id,
      step: index,
      ...wordsOf(step),
      nobody: step.to.filter((recipient) => people.reached(recipient, () => from.now).length === 0),
      passed: mine.length === 0 && !comes,
      lines: linesOf([...mine, ...expected], rule, from),
    };
  });
  const beyond = rows.filter(({ stepId }) => !rule.steps.some(({ id }) => id === stepId));
  return {
    current: true,
    ...anchored(anchor),
    snoozes: saidOf(snoozes, from),
    steps: [...steps, ...oldSteps(beyond, from)],
  };
}

const wordsOf = ({ offset, unit, to }: ReminderStep) => ({ offset, unit, to: [...to] });

/** What was withdrawn or sent for a cause that no longer stands. */
function pastOf(rows: readonly TraceRow[], snoozes: readonly TracedSnooze[], from: TraceBasis): TraceOccurrence {
  const [first] = rows;
  const anchorAt = first?.anchorAt?.toISOString() ?? null;
  const anchorOn = first?.anchorOn ?? null;
  return { current: false, anchorAt, anchorOn, snoozes: saidOf(snoozes, from), steps: oldSteps(rows, from) };
}

const snoozesOf = (rule: NamedRule, cause: string, { snoozes }: TraceBasis): TracedSnooze[] =>
  snoozes.filter(({ ruleId, occurrence }) => ruleId === rule.id && occurrence === cause);

const saidOf = (snoozes: readonly TracedSnooze[], { user, readerOf }: TraceBasis): TraceSnooze[] =>
  snoozes
    .filter(({ userId }) => user === undefined || userId === user)
    .map(({ userId, at, until }) => ({
      userId,
      name: readerOf(userId)?.name ?? '',
      at: at.toISOString(),
      until: until.toISOString(),
    }));

function oldSteps(rows: readonly TraceRow[], from: TraceBasis): TraceStep[] {
  const numbers = new Map(rows.map(({ stepId, step }) => [stepId, step]));
  const inOrder = [...numbers].sort(([, a], [, b]) => a - b);
  return inOrder.map(([id, step]) => ({
    id,
    step,
    offset: null,
    unit: null,
    to: [],
    nobody: [],
    passed: false,
    lines: linesOf(
      rows.filter(({ stepId }) => stepId === id),
      null,
      from,
    ),
  }));
}

const waitsForMail = ({ channel, state }: TraceRow) =>
  channel === 'email' && (state === 'planned' || state === 'handed_over');

function linesOf(
  reminders: readonly (TraceRow | PlannedReminder)[],
  rule: NamedRule | null,
  { user, readerOf, now, mailsWaitFor }: TraceBasis,
): TraceLine[] {
  return reminders
    .filter(({ userId }) => user === undefined || userId === user)
    .map((each): TraceLine => {
      const reader = readerOf(each.userId ?? each.robotId ?? '');
      const row = 'state' in each ? each : null;
      return {
        userId: each.userId,
        name: reader?.name ?? '',
        insteadOfName: each.insteadOf ? (readerOf(each.insteadOf)?.name ?? null) : null,
        channel: each.channel,
        timeZone: reader?.timeZone ?? 'Asia/Shanghai',
        remindAt: each.remindAt.toISOString(),
        state: row?.state ?? 'expected',
        reason: row?.reason ?? null,
        recipient: row?.recipient ?? null,
        answer: row?.answer ?? null,
        mailState: row?.mailState ?? null,
        waitsFor: row && waitsForMail(row) && row.remindAt <= now ? mailsWaitFor : null,
        endedAt: row?.endedAt?.toISOString() ?? null,
        mode: (rule && reader?.modes[`${rule.trigger} ${each.channel}`]) ?? 'on',
      };
    });
}
