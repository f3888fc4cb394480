import { may } from '../access/permissions';
import { isOnRoad } from '../deals/stage';
import type { FunnelLead } from './columns';
import type { FunnelKnowledge, FunnelPart, FunnelQuestion } from './question';
import { dateOfDay, funnelSteps, stepOfStage } from './step';
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

function passes(
  lead: FunnelLead,
  { filters, among, actor }: FunnelQuestion,
  { chainOfNode }: FunnelKnowledge,
): boolean {
  const { ownerId, departmentId, confidentialTo, pooled } = lead;
  if (!may(actor, 'lead.read', { ownerId: pooled ? null : ownerId, departmentId, confidentialTo })) return false;
  if (among && !among.includes(lead.id)) return false;
  const chain = lead.chainNode && (chainOfNode.get(lead.chainNode) ?? null);
  const has = { ...lead, chain, department: departmentId, owner: ownerId };
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
      if (part === 'movedBack') return false;
    } else {
      if (!reaches(lead, question, step)) return false;
      if (part === 'reached') return true;
      if (part === 'movedBack') return place.step < step;
    }
    if (part === 'open') return open;
    if (part === 'undecided')
      return open && (view !== 'cohort' || within === null || lead.history.createdOn + within > asOf);
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
  const days = behind(leads, question, knowledge, step, 'reached').flatMap((lead) => {
    if (question.view === 'snapshot') return [standing(lead, limitOf(lead, question)!)!.stands];
    const { own, deals } = entriesOf(lead);
    const took = (which: number) =>
      [own, ...deals].flat().some((each) => each.footing === 'open' && each.step === which);
    if (step === 0 || !took(step) || !took(step - 1)) return [];
    return [Math.max(0, reachedOn(lead, step)! - reachedOn(lead, step - 1)!)];
  });
  return days.sort((a, b) => a - b);
}

/** Leads that reached a step and went on to the next by the last day that is looked at. */
export const wentOn = (
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): number =>
  behind(leads, question, knowledge, step, 'reached').filter((lead) => {
    const next = reachedOn(lead, step + 1);
    return next !== null && next <= limitOf(lead, question)!;
  }).length;

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

/** What the leads that reached a step are worth, in hundredths by currency: as estimated, or by the deals that reached it. */
export function worth(
  leads: readonly FunnelLead[],
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  step: number,
): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const lead of behind(leads, question, knowledge, step, 'reached')) {
    const its =
      step < 3
        ? [lead.estimate]
        : lead.investments.filter((_, index) => {
            const day = reachDay(entriesOf(lead).deals[index]!, step);
            return day !== null && day <= limitOf(lead, question)!;
          });
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
      return [lead.ownerId];
    case 'month': {
      const day = view === 'entered' ? reachedOn(lead, step) : lead.history.createdOn;
      return day === null ? [] : [dateOfDay(day).slice(0, 7)];
    }
    default:
      return [lead[groupBy]];
  }
}
