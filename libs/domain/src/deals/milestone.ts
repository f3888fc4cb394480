import { outOfOrder } from './order';
import type { DealStage } from './stage';

/** What a signed deal has promised to reach by a day, in the order of the road: the fields of the promise and of the fact. */
export const milestones = [
  { milestone: 'registered', stage: 'registered', promised: 'promisedRegisteredOn', actual: 'registeredOn' },
  { milestone: 'started', stage: 'construction', promised: 'promisedStartedOn', actual: 'startedOn' },
  { milestone: 'produced', stage: 'production', promised: 'promisedProducedOn', actual: 'producedOn' },
  { milestone: 'capacity', stage: 'at_capacity', promised: 'promisedCapacityOn', actual: 'capacityOn' },
] as const satisfies readonly { milestone: string; stage: DealStage; promised: string; actual: string }[];

export type PromisedDate = (typeof milestones)[number]['promised'];
export const promisedDates = milestones.map(({ promised }) => promised);
export type Milestone = (typeof milestones)[number]['milestone'] | 'statisticsEntry';

/** Days `YYYY-MM-DD` of a deal's milestones; null for what is neither promised nor reached. */
export type MilestoneDates = Record<PromisedDate, string | null> &
  Record<(typeof milestones)[number]['actual'] | 'statisticsEntryOn', string | null>;

/** Nothing promised; reached in time or late; still ahead; overdue, and long overdue. */
export type MilestoneLight = 'none' | 'met' | 'late' | 'ahead' | 'yellow' | 'red';

export interface MilestoneState {
  milestone: Milestone;
  promised: string | null;
  actual: string | null;
  light: MilestoneLight;
}

/** Months overdue from which a milestone is red; it is yellow as soon as its promised month is over (supervision rules of bureaus). */
const redAfter = 3;
/** Months after the start within which a project is to be entered into the statistics, and after which that is red. */
const statisticsWithin = 1;
const statisticsRed = 2;

const months = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** Whole calendar months from the month of one day to that of another; negative when it lies before. */
export const monthsBetween = (from: string, to: string): number => months(to) - months(from);

/** The day so many months on; the last of its month where that day does not exist. */
export function addMonths(day: string, count: number): string {
  const index = months(day) + count;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const date = Math.min(Number(day.slice(8, 10)), last);
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** A promise is for the month of its day: overdue is what has not come when that month is over. */
function lightOf(promised: string | null, actual: string | null, today: string): MilestoneLight {
  if (!promised) return actual ? 'met' : 'none';
  const late = monthsBetween(promised, actual ?? today);
  if (actual) return late > 0 ? 'late' : 'met';
  if (late <= 0) return 'ahead';
  return late >= redAfter ? 'red' : 'yellow';
}

/** Entry into the statistics (入统) is not promised: it is due after the start. */
function statisticsOf({ startedOn, statisticsEntryOn }: MilestoneDates, today: string): MilestoneState {
  const promised = startedOn && addMonths(startedOn, statisticsWithin);
  const until = statisticsEntryOn ?? today;
  const overdue = promised !== null && until > promised;
  const long = startedOn !== null && until > addMonths(startedOn, statisticsRed);
  const light = statisticsEntryOn
    ? overdue
      ? 'late'
      : 'met'
    : !promised
      ? 'none'
      : overdue
        ? long
          ? 'red'
          : 'yellow'
        : 'ahead';
  return { milestone: 'statisticsEntry', promised, actual: statisticsEntryOn, light };
}

/**
 * How a deal keeps to its promised dates, milestone by milestone in the order of the road.
 * @param today the reader's date, `YYYY-MM-DD`
 */
export function milestonesOf(deal: MilestoneDates, today: string): MilestoneState[] {
  const [registered, started, ...later] = milestones.map(({ milestone, promised, actual }): MilestoneState => {
    const dates = { promised: deal[promised], actual: deal[actual] };
    return { milestone, ...dates, light: lightOf(dates.promised, dates.actual, today) };
  });
  return [registered, started, statisticsOf(deal, today), ...later].filter((each) => each !== undefined);
}

/** Each promised date that lies before an earlier milestone's, and which; empty when all are in order. */
export const promisesOutOfOrder = (
  deal: Pick<MilestoneDates, PromisedDate>,
): { date: PromisedDate; before: PromisedDate }[] => outOfOrder(promisedDates, deal);
