import type { Same } from '../platform/language';
import type { zh } from './kpis.zh';

export const en: Same<typeof zh> = {
  listComma: ', ',
  title: 'Key figures',
  kpi: {
    projectsSigned: {
      name: 'Projects signed',
      formula:
        'Projects first signed in the period. A project counts once, at its first signing, however often it was moved back and signed again; one that skipped signing counts too. Capital increases count apart.',
      numerator: 'Projects signed',
    },
    increasesSigned: {
      name: 'Capital increases signed',
      formula: 'Deals first signed in the period whose lead came by “Reinvestment”: an increment, and no new project.',
      numerator: 'Increases',
    },
    signedTotalInvestment: {
      name: 'Total investment signed',
      formula:
        'Sum of the total investment of deals first signed in the period, increments included, at the rates of their signing.',
      numerator: 'Deals with a total',
    },
    signedFixedAssets: {
      name: 'Fixed assets signed',
      formula:
        'Sum of the fixed-asset investment of deals first signed in the period, increments included, at the rates of their signing. Never added to the other kinds of money.',
      numerator: 'Deals with fixed assets',
    },
    signedForeignCapital: {
      name: 'Contracted foreign capital signed',
      formula:
        'Sum of the contracted foreign capital of deals first signed in the period, increments included, at the rates of their signing. Never added to the other kinds of money.',
      numerator: 'Deals with foreign capital',
    },
    performanceRate: {
      name: 'Performance rate',
      formula:
        'Projects honoured ÷ projects signed in the period. Honoured means: not lost, its company registered, and construction begun or funds in place that the statistician has confirmed.',
      numerator: 'Honoured',
      denominator: 'Projects signed',
    },
    registeredRate: {
      name: 'Registration rate',
      formula: 'Projects that reached “Registered” ÷ projects signed in the period.',
      numerator: 'Registered',
      denominator: 'Projects signed',
    },
    startRate: {
      name: 'Start rate',
      formula: 'Projects that reached “Construction” ÷ projects signed in the period.',
      numerator: 'Started',
      denominator: 'Projects signed',
    },
    productionRate: {
      name: 'Production rate',
      formula: 'Projects that reached “Production” ÷ projects signed in the period.',
      numerator: 'Producing',
      denominator: 'Projects signed',
    },
    fundsInPlaceRate: {
      name: 'Funds in place',
      formula:
        'Confirmed funds in place ÷ agreed amount, of deals signed in the period that have an agreed amount, increases included. The agreement converts at the rate of its signing, each entry at that of its day; a deal that lacks a rate is left out of both sides and named apart.',
      numerator: 'In place',
      denominator: 'Agreed',
    },
    cycleTime: {
      name: 'Time to signing',
      formula:
        'Days from the creation of the lead to the first signing, of projects signed in the period: the median and the 90th percentile.',
      numerator: 'Projects signed',
    },
    firstResponse: {
      name: 'First response',
      formula:
        'Working time from the entry of a lead created in the period to the first contact (09:00 to 17:00 on the working days and by the clock of the reporting time zone; eight hours are one day): the median and the 90th percentile of those contacted.',
      numerator: 'Contacted',
      denominator: 'Leads created',
    },
    inquiryResponse: {
      name: 'First response to inquiries',
      formula: 'The same, of the leads that came by “Self-inquiry”.',
      numerator: 'Contacted',
      denominator: 'Inquiries',
    },
    visitToSigning: {
      name: 'Visit to signing',
      formula:
        'Of the leads whose first completed visit lies in the period, and that had not signed before it: those that have signed since ÷ all. A lead counts once.',
      numerator: 'Signed',
      denominator: 'Leads visited',
    },
    industryFit: {
      name: 'Industrial fit',
      formula: 'Projects tagged with one of the zone’s industrial clusters ÷ projects signed in the period.',
      numerator: 'In a cluster',
      denominator: 'Projects signed',
    },
    lostLeads: {
      name: 'Leads lost',
      formula:
        'Leads lost in the period and still lost, by the step that they left and the reason: how many, the days from creation to loss in all, and the money concerned (the estimate before negotiation, the total investment of the deals from then on) at the rates of the day of the loss.',
      numerator: 'Leads lost',
    },
  },
  sections: { signing: 'Signing', delivery: 'Delivery', speed: 'Speed', loss: 'Losses' },
  column: {
    kpi: 'Figure and formula',
    value: 'Value',
    earlier: 'Compared period',
    numerator: 'Numerator',
    denominator: 'Denominator',
    undecided: 'Undecided',
  },
  explain:
    'Every figure has its formula, numerator and denominator beside it, and opens the records that it counts. “Undecided” means still in progress, which is not a failure; where it is more than half, no rate is given yet.',
  median: (value: string, unit: string) => `median ${value} ${unit}`,
  p90: (value: string, unit: string) => `90% ≤ ${value} ${unit}`,
  days: 'days',
  hours: 'working hours',
  percent: (value: string) => `${value}%`,
  noVerdict: 'too early to say',
  undecidedOf: (undecided: string, of: string) => `${undecided} of ${of} undecided`,
  unconverted: (amount: string) => `and ${amount}, not converted`,
  losses: {
    step: 'Left at',
    reason: 'Reason',
    count: 'Leads',
    days: 'Days spent',
    amount: 'Money concerned',
    unknown: 'no amount given',
  },
  money: (currency: string) =>
    `Amounts in ${currency} at the rates of their days; kinds of money are never added together. What has no rate is named apart and not in the sum.`,
  empty: 'No leads were lost.',
  records: {
    title: 'Records of a key figure',
    back: 'Back to key figures',
    toMonth: 'Back to the month',
    code: 'Code',
    what: 'Kind',
    record: 'Record',
    company: 'Company',
    owner: 'Owner',
    department: 'Department',
    counts: 'Counts for',
    total: (count: string) => (count === '1' ? '1 record' : `${count} records`),
    none: 'There are no such records.',
    kind: { lead: 'Lead', deal: 'Deal' },
    confidential: 'Confidential',
    hidden: 'Has become confidential since',
    pool: 'In the pool',
    gone: 'Deleted, or beyond your reach',
    worth: (currency: string) => `In ${currency}`,
    rate: (rate: string, day: string) => `at ${rate}, the rate of ${day}`,
    noRate: 'no exchange rate, not converted',
    counted: 'counted',
    notCounted: 'not counted',
    undecided: 'Undecided',
    apart: 'Left out, no exchange rate',
    of: (kpi: string, side: string, period: string) => `${period}: ${kpi}, ${side}`,
    asOf: (day: string) => `as of ${day}`,
    frozen: 'Records as the month was closed',
    now: 'Records as they are now',
  },
  entered: (step: string) => `Entered “${step}”`,
  enteredFormula: 'Leads that reached the step for the first time in the month, as the funnel’s view “Entered” counts.',
  closes: {
    title: 'Month-end close',
    explain:
      'Closing freezes the key figures of a month and its entries into the steps of the funnel, with every record behind them; targets, coverage and the other views of the funnel are not frozen. Later corrections never change what is frozen; they are listed beside it as adjustments.',
    close: 'Close a month',
    heading: 'Close a month',
    month: 'Month',
    hint: 'This cannot be undone: figures and records are kept for good.',
    confirm: 'Close the month',
    done: 'Closed',
    none: 'No month is closed yet.',
    closedBy: (name: string, time: string) => `Closed by ${name}, ${time}`,
    at: 'Closed at',
    by: 'Closed by',
    total: (count: string) => (count === '1' ? '1 month' : `${count} months`),
    words: {
      'not-over': 'This month is not over yet and cannot be closed.',
      closed: 'This month is closed already.',
    },
  },
  month: {
    back: 'Back to month-end close',
    heading: (month: string) => `Close of ${month}`,
    asOf: (day: string) => `Figures as of ${day}, the end of the month, of the records within your reach.`,
    now: (time: string, zone: string) => `“Now” is what the same month gives when counted anew, ${time}, ${zone}.`,
    frozen: 'As closed',
    nowColumn: 'Now',
    figures: 'Figures',
    step: 'Step',
    difference: (difference: string) => `difference ${difference}`,
    funnel: 'Funnel: steps entered in the month',
    adjustments: 'Adjustments since',
    counts: (added: string, removed: string, changed: string, handed: string) =>
      `${added} added, ${removed} removed, ${changed} changed; ${handed} handed on, which no figure of the zone tells`,
    whose:
      'A record stays with whoever had it when the month was closed, in both columns; handing it on is no correction.',
    noAdjustments: 'There have been no adjustments.',
    all: 'All',
    kind: { added: 'Added', removed: 'Removed', changed: 'Changed', handed: 'Handed on' },
    what: 'What changed',
    differs: 'differs',
    tag: { ownerId: 'Owner', departmentId: 'Department', cluster: 'Cluster', region: 'Region', park: 'Park' },
    change: (what: string, before: string, after: string) => `${what}: ${before} → ${after}`,
    none: 'none',
  },
};
