/** The reports of a bureau: 周报, 月报, and what is laid before a project review meeting (调度会材料). */
export const reportKinds = ['weekly', 'monthly', 'dispatch'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const reportFormats = ['xlsx', 'docx', 'pptx', 'pdf'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Formats that are filled from a template, which an administrator can replace. */
export const templateFormats = ['xlsx', 'docx', 'pptx'] as const satisfies readonly ReportFormat[];
export type TemplateFormat = (typeof templateFormats)[number];

/**
 * What stands in a cell: free text; a code that is told in words; a whole number, or one with its sign; an exact decimal; a part in
 * a hundred with one place; a day `YYYY-MM-DD`; an amount; an exact figure of which the column `unit` says what it is in.
 */
export type ReportValueKind =
  'text' | 'code' | 'count' | 'change' | 'decimal' | 'percent' | 'date' | 'money' | 'figure';

/** An amount as it was agreed or estimated, and what it is worth in the reporting currency: null where no rate holds. */
export interface ReportMoney {
  amount: string;
  currency: string;
  worth: string | null;
}

type ValueOf<K extends ReportValueKind> = K extends 'money'
  ? ReportMoney | null
  : K extends 'count' | 'change'
    ? number | null
    : string | null;

const record = { number: 'count', code: 'text', title: 'text', company: 'text' } as const;
const whose = { owner: 'text', department: 'code' } as const;

/** The tables of a report and their columns, in order. Every kind of report can show every table. */
export const reportTables = {
  /** How the targets of the year stand, as their page says it to whoever makes the report. */
  targets: {
    target: 'code',
    part: 'code',
    unit: 'code',
    goal: 'figure',
    done: 'figure',
    share: 'percent',
    /** What is due by now if every day does its part (时序进度). */
    elapsed: 'percent',
    /** A month, for the rest of its time. */
    needed: 'figure',
    verdict: 'code',
  },
  /** The indicators of the period, as their page says them. */
  kpis: {
    kpi: 'code',
    unit: 'code',
    /** None of a rate while it is too early to tell it (`isTooEarly`). */
    value: 'figure',
    /** Below which nine of ten lie. */
    ninetieth: 'figure',
    numerator: 'figure',
    denominator: 'figure',
    undecided: 'count',
  },
  /** First arrivals at each step in the period (the view `entered` of the funnel), beside those of the period before. */
  funnel: {
    step: 'code',
    count: 'count',
    before: 'count',
    change: 'change',
    conversion: 'percent',
    amount: 'money',
  },
  /** Projects under negotiation that are new or have changed (在谈项目周表). */
  projects: {
    number: 'count',
    code: 'text',
    title: 'text',
    investor: 'text',
    fixedAssets: 'money',
    content: 'text',
    landMu: 'decimal',
    progress: 'code',
    progressOn: 'date',
    industry: 'code',
    screening: 'code',
    isNew: 'code',
    ...whose,
  },
  /** All projects under negotiation, by industry. */
  industries: { industry: 'code', count: 'count', fresh: 'count', amount: 'money' },
  created: { ...record, region: 'code', industry: 'code', channel: 'code', amount: 'money', on: 'date', ...whose },
  moved: { ...record, from: 'code', to: 'code', on: 'date', ...whose },
  /** Each project once, at its first signing. */
  signed: { ...record, agreement: 'code', amount: 'money', industry: 'code', on: 'date', ...whose },
  /** Capital increases of what is here already (增资扩产), which are no new projects. */
  increases: { ...record, agreement: 'code', amount: 'money', industry: 'code', on: 'date', ...whose },
  started: { ...record, amount: 'money', industry: 'code', on: 'date', ...whose },
  lost: { ...record, left: 'code', reason: 'code', on: 'date', ...whose },
  /** Deals that stand longer at a stage than its norm. */
  stalled: { ...record, stage: 'code', since: 'date', days: 'count', norm: 'count', over: 'count', ...whose },
  /** Follow-ups whose time is over. */
  overdue: { number: 'count', code: 'text', title: 'text', company: 'text', due: 'date', days: 'count', ...whose },
  /** The red and yellow list: milestones that have not come in their promised month. */
  lights: { ...record, light: 'code', milestone: 'code', promised: 'date', days: 'count', ...whose },
  /** Promises to investors that are due or overdue. */
  promises: {
    number: 'count',
    code: 'text',
    title: 'text',
    company: 'text',
    category: 'code',
    due: 'date',
    state: 'code',
    promisedBy: 'text',
    ...whose,
  },
  /** Meetings by department and kind: the kinds held, all held, and those planned. */
  meetings: {
    department: 'code',
    inbound: 'count',
    outbound: 'count',
    online: 'count',
    event: 'count',
    held: 'count',
    planned: 'count',
  },
  visitsHeld: { number: 'count', on: 'date', kind: 'code', title: 'text', company: 'text', place: 'text', ...whose },
  visitsPlanned: { number: 'count', on: 'date', kind: 'code', title: 'text', company: 'text', place: 'text', ...whose },
} as const satisfies Record<string, Record<string, ReportValueKind>>;

export type ReportTable = keyof typeof reportTables;
export const reportTableNames = Object.keys(reportTables) as ReportTable[];
export type ReportColumn = { [T in ReportTable]: keyof (typeof reportTables)[T] }[ReportTable];
export type ReportRow<T extends ReportTable> = {
  -readonly [C in keyof (typeof reportTables)[T]]: ValueOf<
    (typeof reportTables)[T][C] extends ReportValueKind ? (typeof reportTables)[T][C] : never
  >;
};

const figureTables = ['targets', 'kpis', 'funnel', 'industries', 'meetings'] as const satisfies readonly ReportTable[];
type FigureTable = (typeof figureTables)[number];

/** Tables of records, of which a report shows the first so many and says how many there are. */
export const recordTables = reportTableNames.filter(
  (name): name is Exclude<ReportTable, FigureTable> => !figureTables.some((each) => each === name),
);
export type RecordTable = (typeof recordTables)[number];

/** Columns whose amounts are added up below the table. Kinds of money are never added together: each table has one. */
export const summedColumns = {
  projects: 'fixedAssets',
  industries: 'amount',
  created: 'amount',
  signed: 'amount',
  increases: 'amount',
  started: 'amount',
} as const satisfies Partial<Record<ReportTable, string>>;
export type SummedTable = keyof typeof summedColumns;
export const summedTables = Object.keys(summedColumns) as SummedTable[];
export const isSummed = (table: ReportTable): table is SummedTable => table in summedColumns;

/** What stands below columns that are counted up: the figure of each. */
export const countedColumns: Partial<Record<ReportTable, Readonly<Record<string, ReportFigure>>>> = {
  industries: { count: 'projectsAll', fresh: 'projectsNew' },
  meetings: {
    inbound: 'meetingsInbound',
    outbound: 'meetingsOutbound',
    online: 'meetingsOnline',
    event: 'meetingsEvent',
    held: 'visitsHeld',
    planned: 'visitsPlanned',
  },
};
/** Whether a row of totals stands below the table. */
export const hasTotal = (table: ReportTable): boolean => isSummed(table) || table in countedColumns;

/** How the bureau stands, before what happened. */
const standing = ['targets', 'kpis'] as const satisfies readonly ReportTable[];

/** What each kind shows, in the order of its pages. */
export const reportSections: Record<ReportKind, readonly ReportTable[]> = {
  weekly: [
    ...standing,
    'funnel',
    'industries',
    'projects',
    'created',
    'moved',
    'signed',
    'increases',
    'started',
    'lost',
    'stalled',
    'promises',
    'visitsHeld',
    'visitsPlanned',
  ],
  // Of the meetings of a month a page tells how many there were; hundreds of rows nobody reads.
  monthly: [
    ...standing,
    'funnel',
    'signed',
    'increases',
    'started',
    'created',
    'lost',
    'industries',
    'projects',
    'lights',
    'stalled',
    'promises',
    'meetings',
  ],
  // What a meeting decides about comes before what it takes note of.
  dispatch: [
    ...standing,
    'lights',
    'stalled',
    'promises',
    'overdue',
    'signed',
    'increases',
    'started',
    'projects',
    'funnel',
    'visitsPlanned',
  ],
};

/** The sheets of each kind: what its pages show, and lists that only a sheet has room for. */
export const reportSheets: Record<ReportKind, readonly ReportTable[]> = {
  ...reportSections,
  monthly: [...reportSections.monthly, 'visitsHeld', 'visitsPlanned'],
};

/** What a report says about itself, in words. */
export const reportFields = [
  'title',
  'zone',
  'reporter',
  'department',
  'scope',
  'period',
  'from',
  'to',
  'beforeFrom',
  'beforeTo',
  'asOf',
  'countedAt',
  'timeZone',
  'currency',
  'unit',
] as const;
export type ReportField = (typeof reportFields)[number];

/** Figures that stand alone; null where the reporter may not read what they count. */
export const reportFigures = [
  ...recordTables,
  'red',
  'yellow',
  'promisesOverdue',
  'projectsAll',
  'projectsNew',
  'meetingsInbound',
  'meetingsOutbound',
  'meetingsOnline',
  'meetingsEvent',
] as const;
export type ReportFigure = (typeof reportFigures)[number];

/** The large figures of a kind of report, each with the table behind it, in the order of its pages. */
export function shownFigures(kind: ReportKind): { figure: ReportFigure; table: ReportTable }[] {
  const sections = reportSections[kind];
  const of = (table: ReportTable, ...figures: ReportFigure[]) => figures.map((figure) => ({ figure, table }));
  return sections.flatMap((table) => {
    switch (table) {
      case 'targets':
      case 'kpis':
      case 'funnel':
      case 'industries':
        return [];
      // Of which new and changed ones alone are listed: the sum by industry stands behind all.
      case 'projects':
        return of(sections.includes('industries') ? 'industries' : table, 'projectsAll', 'projectsNew');
      case 'lights':
        return of(table, 'red', 'yellow');
      case 'meetings':
        return of(table, 'visitsHeld', 'visitsPlanned');
      default:
        return of(table, table);
    }
  });
}
