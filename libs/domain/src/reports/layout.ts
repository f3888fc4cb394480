import { type ReportColumn, type ReportTable, reportTables } from './report';

/** Columns of a table as a sheet has them, all; as a page has them; and as a slide has them, which bears few. */
export type ReportWidth = 'sheet' | 'page' | 'slide';

const page: { [T in ReportTable]: readonly (keyof (typeof reportTables)[T])[] } = {
  targets: ['target', 'part', 'unit', 'goal', 'done', 'share', 'elapsed', 'needed', 'verdict'],
  kpis: ['kpi', 'unit', 'value', 'ninetieth', 'numerator', 'denominator', 'undecided'],
  funnel: ['step', 'count', 'before', 'change', 'conversion', 'amount'],
  projects: [
    'number',
    'title',
    'investor',
    'fixedAssets',
    'content',
    'landMu',
    'progress',
    'progressOn',
    'industry',
    'screening',
    'isNew',
    'owner',
  ],
  industries: ['industry', 'count', 'fresh', 'amount'],
  created: ['number', 'code', 'title', 'company', 'region', 'industry', 'channel', 'amount', 'on', 'owner'],
  moved: ['number', 'code', 'title', 'company', 'from', 'to', 'on', 'owner'],
  signed: ['number', 'code', 'title', 'company', 'agreement', 'amount', 'industry', 'on', 'owner'],
  increases: ['number', 'code', 'title', 'company', 'agreement', 'amount', 'industry', 'on', 'owner'],
  started: ['number', 'code', 'title', 'company', 'amount', 'industry', 'on', 'owner'],
  lost: ['number', 'code', 'title', 'company', 'left', 'reason', 'on', 'owner'],
  stalled: ['number', 'code', 'title', 'company', 'stage', 'since', 'days', 'norm', 'over', 'owner'],
  overdue: ['number', 'code', 'title', 'company', 'due', 'days', 'owner', 'department'],
  lights: ['number', 'light', 'code', 'title', 'company', 'milestone', 'promised', 'days', 'owner'],
  promises: ['number', 'code', 'title', 'company', 'category', 'due', 'state', 'promisedBy', 'owner'],
  meetings: ['department', 'inbound', 'outbound', 'online', 'event', 'held', 'planned'],
  visitsHeld: ['number', 'on', 'kind', 'title', 'company', 'place', 'owner'],
  visitsPlanned: ['number', 'on', 'kind', 'title', 'company', 'place', 'owner'],
};

const slide: typeof page = {
  targets: page.targets,
  kpis: ['kpi', 'unit', 'value', 'numerator', 'denominator', 'undecided'],
  funnel: page.funnel,
  projects: ['number', 'title', 'investor', 'fixedAssets', 'progress', 'industry', 'isNew', 'owner'],
  industries: page.industries,
  created: ['number', 'title', 'company', 'region', 'industry', 'amount', 'owner'],
  moved: ['number', 'title', 'company', 'from', 'to', 'on', 'owner'],
  signed: ['number', 'title', 'company', 'agreement', 'amount', 'on', 'owner'],
  increases: ['number', 'title', 'company', 'agreement', 'amount', 'on', 'owner'],
  started: ['number', 'title', 'company', 'amount', 'on', 'owner'],
  lost: ['number', 'title', 'company', 'left', 'reason', 'on', 'owner'],
  stalled: ['number', 'title', 'company', 'stage', 'days', 'norm', 'over', 'owner'],
  overdue: ['number', 'title', 'company', 'due', 'days', 'owner'],
  lights: ['number', 'light', 'title', 'company', 'milestone', 'promised', 'days', 'owner'],
  promises: ['number', 'title', 'company', 'due', 'state', 'promisedBy', 'owner'],
  meetings: page.meetings,
  visitsHeld: ['number', 'on', 'kind', 'title', 'company', 'owner'],
  visitsPlanned: ['number', 'on', 'kind', 'title', 'company', 'owner'],
};

export const shownColumns = (table: ReportTable, width: ReportWidth): ReportColumn[] =>
  (width === 'sheet'
    ? Object.keys(reportTables[table])
    : [...(width === 'page' ? page : slide)[table]]) as ReportColumn[];

const wide: Partial<Record<ReportColumn, number>> = {
  number: 5.5,
  code: 11,
  title: 18,
  company: 13,
  investor: 13,
  industry: 12,
  owner: 11,
  department: 14,
  content: 18,
  place: 15,
  step: 14,
  amount: 11,
  fixedAssets: 11,
  light: 7,
  landMu: 7,
  days: 7,
  norm: 7,
  over: 7,
  change: 8,
  isNew: 10,
  progress: 11,
  progressOn: 11.5,
  on: 10.5,
  since: 10.5,
  due: 10.5,
  promised: 10.5,
  screening: 15,
  stage: 11,
  milestone: 11,
  target: 24,
  part: 20,
  goal: 12,
  done: 12,
  needed: 12,
  share: 8,
  elapsed: 9.5,
  verdict: 18,
  kpi: 24,
  value: 12,
  numerator: 14,
  denominator: 14,
};

/** How wide a column is beside the others; one without its own, 9. */
export const columnWeight = (column: ReportColumn): number => wide[column] ?? 9;

/** Rows of a table on one slide. */
export const slideRows = 8;
/** Targets on one slide at least: they have no long texts. */
export const slideTargets = 12;

/** Where tables stand on a slide: inches from its left and its top, across, and down to what stands below. */
export const slideTable = { left: 0.5, top: 1.5, width: 12.3, height: 5.5 } as const;

const slideText: Partial<Record<ReportTable, readonly [points: number, row: number]>> = {
  targets: [11, 0.34],
  kpis: [11, 0.29],
  funnel: [12, 0.34],
  meetings: [11, 0.3],
};

/** Points of the text and inches of a row at least, of a table on a slide: smaller where it has more rows, or longer ones. */
export const slideTextOf = (table: ReportTable): readonly [points: number, row: number] =>
  slideText[table] ?? [11, 0.38];
