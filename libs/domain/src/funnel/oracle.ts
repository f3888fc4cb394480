import { may } from '../access/permissions';
import { isOnRoad } from '../deals/stage';
import type { FunnelLead } from './columns';
import type { FlowMove, FlowSource } from './flow';
import type { FunnelKnowledge, FunnelPart, FunnelQuestion, FunnelSelection, PeriodQuestion } from './question';
import type { StayQuestion } from './stay';
import { dateOfDay, type FunnelStep, funnelSteps, stepOfStage } from './step';
import type { Footing } from './track';

/**
 * The same figures by brute force, for the tests: straight from the recorded moves, one question about one lead at a time,
 * with nothing kept and nothing shared with the way in which the product counts.
 */
interface Entry {
  day: number;
  step: number;
  footing: Footing;
  reason: string | null;
}

/** Moves in the order of recording; none takes effect before the one recorded before it. */
function entriesOf(lead: FunnelLead): { own: Entry[]; deals: Entry[][] } {
  const { createdOn, moves, deals } = lead.history;
  const own: Entry[] = [{ day: createdOn, step: 0, footing: 'open', reason: null }];
  for (const { on, to, reason } of moves) {
    const before = own.at(-1)!;
    const day = on < before.day ? before.day : on;
    if (to === 'contacted') own.push({ day, step: 1, footing: 'open', reason: null });
    if (to === 'qualified') own.push({ day, step: 2, footing: 'open', reason: null });
    if (to === 'dormant') own.push({ ...before, day, footing: 'onHold', reason: null });
    if (to === 'disqualified') own.push({ ...before, day, footing: 'lost', reason });
  }
  return {
    own,
    deals: deals.map((its) => {
      const entries: Entry[] = [];
      for (const { on, to, reason } of its) {
        const before = entries.at(-1);
        const day = before && on < before.day ? before.day : on;
        if (isOnRoad(to)) entries.push({ day, step: stepOfStage(to), footing: 'open', reason: null });
        else entries.push({ day, step: before!.step, footing: to === 'lost' ? 'lost' : 'onHold', reason });
      }
      return entries;
    }),
  };
}

const until = (entries: readonly Entry[], day: number) => entries.filter((entry) => entry.day <= day).at(-1);
const betterness: Record<Footing, number> = { open: 200, onHold: 100, lost: 0 };

/** Where a lead stands at the end of a day, and since when: found by asking day after day backwards. */
export function standing(lead: FunnelLead, day: number): (Entry & { stands: number }) | null {
  const { own, deals } = entriesOf(lead);
  const at = (when: number): Entry | null => {
    const begun = deals.map((entries) => until(entries, when)).filter((entry) => entry !== undefined);
    const best = Math.max(...begun.map((entry) => betterness[entry.footing] + entry.step));
    const ahead = begun.filter((entry) => betterness[entry.footing] + entry.step === best);
    if (ahead.length > 0) return ahead.reduce((one, other) => (other.day < one.day ? other : one));
    return until(own, when) ?? null;
  };
  const now = at(day);
  if (!now) return null;
  if (deals.length < 2) return { ...now, stands: day - now.day };
  let since = day;
  for (;;) {
    const before = at(since - 1);
    if (before?.step !== now.step || before.footing !== now.footing || before.reason !== now.reason) break;
    // A lead of its own and the deals that came of it are not one stay.
    if (!deals.some((entries) => until(entries, since - 1))) break;
    since -= 1;
  }
  const latest = deals.every((entries) => !until(entries, day)) ? now.day : since;
  return { ...now, stands: day - latest };
}

const reachDay = (entries: readonly Entry[], step: number): number | null => {
  const days = entries.filter((entry) => entry.footing === 'open' && entry.step >= step).map(({ day }) => day);
  return days.length > 0 ? Math.min(...days) : null;
};

/** Day on which a step was first reached by the lead or one of its deals. */
export function reachedOn(lead: FunnelLead, step: number): number | null {
  if (step === 0) return lead.history.createdOn;
  const { own, deals } = entriesOf(lead);
  return reachDay([...own, ...deals.flat()], step);
}

/** Whether a step was itself entered, not skipped, by the lead or one of its deals. */
function took(lead: FunnelLead, step: number): boolean {
  const { own, deals } = entriesOf(lead);
  return [own, ...deals].flat().some((each) => each.footing === 'open' && each.step === step);
}

function passes(lead: FunnelLead, question: FunnelSelection, knowledge: FunnelKnowledge): boolean {
  const { ownerId, departmentId, confidentialTo, pooled } = lead;
  const whose = { ownerId: pooled ? null : ownerId, departmentId, confidentialTo };
  return may(question.actor, 'lead.read', whose) && fits(lead, question, knowledge);
}

/** Whether a lead is what filters and search ask for, whoever reads it. */
export function fits(
  lead: FunnelLead,
  { filters, among }: Pick<FunnelSelection, 'filters' | 'among'>,
  { chainOfNode }: FunnelKnowledge,
): boolean {
  const { ownerId, departmentId, pooled } = lead;
  if (among && !among.includes(lead.id)) return false;
  const chain = lead.chainNode && (chainOfNode.get(lead.chainNode) ?? null);
  const has = { ...lead, chain, department: departmentId, owner: pooled ? null : ownerId };
  return Object.entries(filters).every(([name, wanted]) =>
    name === 'tier'
      ? lead.tiers.some((tier) => wanted.includes(tier))
      : wanted.includes(has[name as Exclude<keyof typeof filters, 'tier'>] ?? 'none'),
  );
}

/** The last day that is looked at for a lead; null for one that the question does not reach. */
function limitOf(lead: FunnelLead, { view, from, to, asOf, within }: FunnelQuestion): number | null {
  const { createdOn } = lead.history;
  if (view === 'snapshot') return Math.min(to, asOf);
  if (view === 'entered') return asOf;
  if (createdOn < from || createdOn > to || createdOn > asOf) return null;
  return within === null ? asOf : Math.min(asOf, createdOn + within);
}

function reaches(lead: FunnelLead, question: FunnelQuestion, step: number): boolean {
  const limit = limitOf(lead, question);
  const day = reachedOn(lead, step);
  if (limit === null || day === null || day > limit) return false;
  return question.view !== 'entered' || (day >= question.from && day <= question.to);
}

/** The leads behind a figure. */
export function behind(
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
  part: FunnelPart,
): FunnelLead[] {
  return leads.filter((lead) => {
    const limit = limitOf(lead, question);
    const place = limit !== null && passes(lead, question, knowledge) && standing(lead, limit);
    if (!place) return false;
    const here = place.step === step;
    const { view, asOf, within } = question;
    const open = here && place.footing === 'open';
    if (view === 'snapshot') {
      if (part === 'reached') return open;
      if (part === 'timed') return open;
      if (part === 'beyond' || part === 'movedBack' || part === 'wentOn') return false;
    } else {
      if (!reaches(lead, question, step)) return false;
      if (part === 'reached') return true;
      if (part === 'beyond') return place.step > step;
      if (part === 'movedBack') return place.step < step;
      if (part === 'wentOn') {
        const next = reachedOn(lead, step + 1);
        return next !== null && next <= limit!;
      }
      if (part === 'timed') return step > 0 && took(lead, step) && took(lead, step - 1);
    }
    if (part === 'open') return open;
    const inTime = view !== 'cohort' || within === null || lead.history.createdOn + within > asOf;
    if (part === 'undecided') return open && inTime;
    if (part === 'late') return open && !inTime;
    if (part === 'overdue') return open && place.stands > (knowledge.norms[funnelSteps[step]!] ?? Infinity);
    return here && place.footing === part;
  });
}

/** Days from the step before, of the leads that took both; in a snapshot those at the step. Sorted. */
export function daysAt(
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): number[] {
  const days = behind(leads, question, knowledge, step, 'timed').map((lead) =>
    question.view === 'snapshot'
      ? standing(lead, limitOf(lead, question)!)!.stands
      : Math.max(0, reachedOn(lead, step)! - reachedOn(lead, step - 1)!),
  );
  return days.sort((a, b) => a - b);
}

/** For what reasons leads were given up at a step. */
export function lostReasons(
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const lead of behind(leads, question, knowledge, step, 'lost')) {
    const reason = standing(lead, limitOf(lead, question)!)!.reason ?? '';
    sums[reason] = (sums[reason] ?? 0) + 1;
  }
  return sums;
}

/**
 * The deals that count at a step, as their places in the lead: those that reached it; in a snapshot those that stand there
 * and are worked on.
 */
function dealsCounted(lead: FunnelLead, question: FunnelQuestion, step: number): number[] {
  const limit = limitOf(lead, question);
  if (limit === null || step < 3) return [];
  return entriesOf(lead).deals.flatMap((entries, index) => {
    if (question.view === 'snapshot') {
      const place = until(entries, limit);
      return place?.footing === 'open' && place.step === step ? [index] : [];
    }
    const day = reachDay(entries, step);
    return day !== null && day <= limit ? [index] : [];
  });
}

/** How many deals of the leads that reached a step count there. */
export const dealsAt = (
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): number =>
  behind(leads, question, knowledge, step, 'reached').reduce(
    (sum, lead) => sum + dealsCounted(lead, question, step).length,
    0,
  );

/** What the leads that reached a step are worth, in hundredths by currency: as estimated, or by the deals that count there. */
export function worth(
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const lead of behind(leads, question, knowledge, step, 'reached')) {
    const its =
      step < 3 ? [lead.estimate] : dealsCounted(lead, question, step).map((index) => lead.investments[index]!);
    for (const each of its)
      if (each) sums[each.currency] = (sums[each.currency] ?? 0n) + BigInt(each.amount.replace('.', ''));
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

/** The value of a dimension by which a lead is grouped; several for tiers. */
export function groupsOf(
  lead: FunnelLead,
  { groupBy, view }: FunnelQuestion,
  { chainOfNode }: FunnelKnowledge,
  step: number,
): readonly (string | null)[] {
  switch (groupBy) {
    case null:
      return [];
    case 'tier':
      return lead.tiers.length > 0 ? lead.tiers : [null];
    case 'chain':
      return [lead.chainNode && (chainOfNode.get(lead.chainNode) ?? null)];
    case 'department':
      return [lead.departmentId];
    case 'owner':
      return [lead.pooled ? null : lead.ownerId];
    case 'month': {
      const day = view === 'entered' ? reachedOn(lead, step) : lead.history.createdOn;
      return day === null ? [] : [dateOfDay(day).slice(0, 7)];
    }
    default:
      return [lead[groupBy]];
  }
}

/** Days on which anything took effect, within a period. */
function eventfulDays(lead: FunnelLead, { from, to, asOf }: PeriodQuestion): number[] {
  const { own, deals } = entriesOf(lead);
  const days = new Set([own, ...deals].flat().map(({ day }) => day));
  return [...days].filter((day) => day >= from && day <= Math.min(to, asOf)).sort((a, b) => a - b);
}

/** What a lead did on each day of a period, from the end of the day before to the end of the day. */
function movesOf(lead: FunnelLead, question: PeriodQuestion): (FlowMove & { day: number })[] {
  return eventfulDays(lead, question).flatMap((day) => {
    const [before, after] = [standing(lead, day - 1), standing(lead, day)!];
    const name = (place: Entry): FlowSource => (place.footing === 'open' ? funnelSteps[place.step]! : place.footing);
    const [from, to] = [before ? name(before) : 'outside', name(after) as FunnelStep | 'onHold' | 'lost'];
    if (from === to) return [];
    const back = before?.footing === 'open' && after.footing === 'open' && after.step < before.step;
    return [{ from, to: back ? 'back' : to, day }];
  });
}

/** The leads that made a move in a period. */
export const moved = (
  leads: readonly FunnelLead[],
  question: PeriodQuestion,
  knowledge: FunnelKnowledge,
  { from, to }: FlowMove,
): FunnelLead[] =>
  leads.filter(
    (lead) =>
      passes(lead, question, knowledge) && movesOf(lead, question).some((move) => move.from === from && move.to === to),
  );

/** For how many days each lead stood at a step: as it stands there at the end, or when it last left it in the period. */
export function stays(
  leads: readonly FunnelLead[],
  question: StayQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): { id: string; days: number }[] {
  const isHere = (place: Entry | null) => place?.footing === 'open' && place.step === step;
  return leads
    .filter((lead) => passes(lead, question, knowledge))
    .flatMap((lead) => {
      if (question.kind === 'standing') {
        const place = standing(lead, Math.min(question.to, question.asOf));
        return place && isHere(place) ? [{ id: lead.id, days: place.stands }] : [];
      }
      const left = eventfulDays(lead, question).flatMap((day) => {
        const before = standing(lead, day - 1);
        return before && isHere(before) && !isHere(standing(lead, day)) ? [before.stands + 1] : [];
      });
      return left.slice(-1).map((days) => ({ id: lead.id, days }));
    });
}
