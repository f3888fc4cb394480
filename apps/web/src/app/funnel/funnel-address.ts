import { mostValues } from '@torch/contracts';
import {
  chainGaps,
  flowSources,
  flowTargets,
  funnelDimensions,
  funnelParts,
  funnelSteps,
  funnelViews,
  stayBuckets,
  stayKinds,
  trendUnits,
} from '@torch/domain';
import { addDays, isDay } from '../platform/zoned';
import { comparisonOf, movingDays, movingPeriods } from './period';

/** By what a funnel is narrowed, beside the search. Each takes several values. */
export const funnelFilters = [
  'cluster',
  'park',
  'region',
  'chainGap',
  'chain',
  'chainNode',
  'channel',
  'tier',
  'anchor',
  'owner',
  'department',
] as const;
export type FunnelFilterName = (typeof funnelFilters)[number];

/** The pages of the funnel, by the end of their path. */
export const funnelTabs = ['', 'flow', 'trend', 'stays', 'origin'] as const;
export type FunnelTab = (typeof funnelTabs)[number];

/** Days within which a cohort must have reached a step; none for however long. */
export const withins = ['30', '90', '180', '365'] as const;

const names = [
  'view',
  'period',
  'from',
  'to',
  'asOf',
  'within',
  'groupBy',
  'compare',
  'left',
  'right',
  'q',
  ...funnelFilters,
  'step',
  'part',
  'group',
  'reason',
  'source',
  'target',
  'kind',
  'bucket',
  'unit',
  'steps',
  'tab',
  'over',
] as const;
type Name = (typeof names)[number];
/** A question to the funnel as it stands in the address bar. */
export type FunnelAddress = Partial<Record<Name, string>>;

const code = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const every = (fits: (each: string) => boolean) => (value: string) => {
  const values = value.split(',');
  return values.length <= mostValues && values.every(fits);
};
const among = (allowed: readonly string[]) => (value: string) => allowed.includes(value);
const isIn = (pattern: RegExp) => (value: string) => pattern.test(value);
// The thirtieth of February is a day to the clock, and none to the server.
const day = (value: string) => isDay(value) && addDays(value, 0) === value && value >= '1900';
const codes = every(isIn(code));
/** The cockpit, and the department to which it was narrowed. */
const cockpit = /^cockpit(?:_([0-9a-f-]{36}))?$/i;

const fits: Record<Name, (value: string) => boolean> = {
  view: among(funnelViews),
  period: among(movingPeriods),
  from: day,
  to: day,
  asOf: day,
  within: (value) => /^\d{1,4}$/.test(value) && Number(value) <= 3_650,
  groupBy: among(funnelDimensions),
  compare: (value) => comparisonOf(value) !== null,
  left: (value) => value.length <= 100,
  right: (value) => value.length <= 100,
  q: (value) => value.length <= 200,
  cluster: codes,
  park: codes,
  region: codes,
  chainGap: every(among(chainGaps)),
  chain: codes,
  chainNode: codes,
  channel: codes,
  tier: codes,
  anchor: codes,
  owner: every(isIn(id)),
  department: every(isIn(id)),
  step: among(funnelSteps),
  part: among(funnelParts),
  group: (value) => value.length <= 100,
  reason: (value) => value === '' || code.test(value),
  source: among(flowSources),
  target: among(flowTargets),
  kind: among(stayKinds),
  bucket: among(stayBuckets),
  unit: among(trendUnits),
  steps: every(among(funnelSteps)),
  tab: (value) => among(funnelTabs)(value) || cockpit.test(value),
  over: (value) => value.split('_').length === 2 && value.split('_').every(day),
};

/**
 * What of an address can be asked for; an old or mistyped link still shows a funnel. An empty group or reason is one: that of
 * leads without.
 * @param today gives a period that goes with the days its days; where some are named, these hold
 */
export function readAddress(given: Readonly<Record<string, unknown>>, today?: string): FunnelAddress {
  const read: FunnelAddress = Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name];
      if (typeof value !== 'string' || !fits[name](value.trim())) return [];
      return value.trim() || name === 'group' || name === 'reason' ? [[name, value.trim()]] : [];
    }),
  );
  if (read.from && read.to && read.from > read.to) delete read.from;
  const period = movingPeriods.find((each) => each === read.period);
  return period && today && !read.from && !read.to ? { ...read, ...movingDays(period, today) } : read;
}

const ofPeriod = ['from', 'to', 'asOf', 'q', ...funnelFilters] as const;
const ofFunnel = ['view', 'within', 'groupBy', ...ofPeriod] as const;
const only = (address: FunnelAddress, kept: readonly Name[]): FunnelAddress =>
  Object.fromEntries(kept.flatMap((name) => (address[name] === undefined ? [] : [[name, address[name]]])));

/** The question itself, without what it is compared with and which figure of it is opened; only what its view knows. */
export function questionOf(address: FunnelAddress): FunnelAddress {
  const question = only(address, ofFunnel);
  if (question.view !== undefined && question.view !== 'cohort') delete question.within;
  if (question.view === 'snapshot') delete question.from;
  return question;
}

/** What is opened from a figure knows as well how its period is called, for the way back. */
export const periodCalled = ({ period }: FunnelAddress): FunnelAddress => (period ? { period } : {});

/** The same question by the name of its period, as long as these are its days. */
export function byPeriod(question: FunnelAddress, called: string | undefined, today: string): FunnelAddress {
  const period = movingPeriods.find((each) => each === called);
  if (!period) return question;
  const { from, to, ...rest } = question;
  const days = movingDays(period, today);
  return (days.from ?? from) === from && (days.to ?? today) === to ? { ...rest, period } : question;
}

/** Which leads it asks about, and in which period. */
export const periodQuestion = (address: FunnelAddress): FunnelAddress => only(address, ofPeriod);

/** The same as the end of a path. */
export const asQuery = (address: FunnelAddress): string =>
  new URLSearchParams(Object.entries(address).sort(([a], [b]) => (a < b ? -1 : 1))).toString();

/** Where a list of records was opened: on a page of the funnel or in the cockpit, with what that was narrowed to. */
export function openedOn(tab: string | undefined): { tab: FunnelTab } | { cockpit: { department?: string } } {
  const from = cockpit.exec(tab ?? '');
  if (from) return { cockpit: from[1] ? { department: from[1] } : {} };
  return { tab: funnelTabs.find((each) => each === tab) ?? '' };
}

/** Whether anything narrows it. */
export const isNarrowed = (address: FunnelAddress): boolean =>
  Boolean(address.q) || funnelFilters.some((name) => address[name]);
