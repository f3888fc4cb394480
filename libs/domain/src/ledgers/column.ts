/** How a column is written: money takes two cells, the amount and its currency, so that no sum mixes currencies unseen. */
export const columnKinds = ['text', 'person', 'money', 'number', 'date', 'instant'] as const;
export type ColumnKind = (typeof columnKinds)[number];

interface Column {
  kind: ColumnKind;
  /** Width in characters; money's is that of the amount. */
  width: number;
  /** About a person: phones are masked unless their showing was approved. */
  personal?: true;
  /** Would tell whose a confidential matter is: of such a record the cell stays empty, for paper goes further than its reader. */
  telling?: true;
}

const text = (width: number): Column => ({ kind: 'text', width });
const telling = (width: number): Column => ({ kind: 'text', width, telling: true });
const money: Column = { kind: 'money', width: 18 };
const date: Column = { kind: 'date', width: 12 };
const instant: Column = { kind: 'instant', width: 17 };
const number = (width = 10): Column => ({ kind: 'number', width });
const person: Column = { kind: 'person', width: 12 };

/**
 * Every column of a ledger. They are those of the sheets in use: the weekly sheet of projects under negotiation, the
 * negotiation form, the signed and landed columns, and the forms of outbound visits and receptions (PRACTICE.md, "Columns
 * really used"). A visit's unit stands under its department, its destination under city and place; a project's category
 * is its batch of the four, its origin country and region. What the product does not know is left out rather than left
 * empty: a second chain, and a liaison beside the owner.
 */
export const ledgerColumns = {
  number: number(6),
  code: text(15),
  confidential: text(8),
  title: text(32),
  company: text(28),
  companyProfile: telling(40),
  companyRegistrationNumber: telling(22),
  country: telling(10),
  foreign: text(10),
  region: text(12),
  tiers: telling(20),
  cluster: text(16),
  park: text(16),
  chain: text(16),
  chainNode: text(16),
  chainGap: text(8),
  anchor: telling(18),
  channel: text(14),
  channelNote: telling(24),
  summary: telling(40),
  status: text(10),
  stage: text(10),
  stageSince: date,
  batch: text(8),
  closeReason: text(16),
  screening: text(14),
  screeningRemark: telling(30),
  progress: telling(40),
  progressOn: date,
  nextFollowUpAt: instant,
  lastContactAt: instant,
  firstContactOn: date,
  wakeOn: date,
  protectedUntil: instant,
  estimatedInvestment: money,
  totalInvestment: money,
  fixedAssetInvestment: money,
  contractedForeignCapital: money,
  agreedAmount: money,
  registeredCapital: money,
  filingAmount: money,
  annualOutput: money,
  annualTax: money,
  planThisYear: money,
  fundsThisYear: money,
  fundsInPlace: money,
  fundsUse: telling(28),
  utilisedForeignCapital: money,
  landMu: number(12),
  plantM2: number(12),
  powerKva: number(12),
  workers: telling(20),
  environmentalCapacity: telling(24),
  constructionKind: text(12),
  investorKind: telling(12),
  investorOrigin: telling(14),
  leaderLevel: text(12),
  leaderInCharge: telling(16),
  centreKind: text(16),
  industryCode: telling(12),
  fundParticipation: telling(28),
  contact: { kind: 'person', width: 14, personal: true, telling: true },
  contactTitle: { kind: 'text', width: 16, personal: true, telling: true },
  contactPhone: { kind: 'text', width: 18, personal: true, telling: true },
  // Of whom nobody may be told it would be a day of nothing.
  phoneVerifiedOn: { kind: 'date', width: 14, telling: true },
  owner: person,
  department: text(16),
  agreementKind: text(12),
  signedOn: date,
  localCompanyName: telling(28),
  localRegistrationNumber: telling(22),
  registeredOn: date,
  filingCertificate: telling(22),
  landContract: telling(20),
  plantLease: telling(20),
  environmentalApproval: telling(20),
  constructionPermit: telling(20),
  startedOn: date,
  statisticsEntryOn: date,
  producedOn: date,
  capacityOn: date,
  promisedStartedOn: date,
  promisedProducedOn: date,
  visitKind: text(10),
  visitStatus: text(10),
  subject: telling(32),
  startsAt: instant,
  endsAt: instant,
  days: number(8),
  leadCode: text(15),
  location: telling(24),
  city: telling(14),
  tour: telling(20),
  purpose: telling(32),
  hosts: { kind: 'person', width: 24, personal: true, telling: true },
  guests: { kind: 'person', width: 24, personal: true, telling: true },
  guestCount: number(8),
  participants: { kind: 'text', width: 30, personal: true, telling: true },
  itinerary: telling(36),
  vehicles: telling(24),
  materials: telling(28),
  minutes: telling(48),
  results: telling(36),
  commitments: telling(32),
  nextSteps: telling(32),
  createdAt: instant,
  updatedAt: instant,
} as const satisfies Record<string, Column>;

export type LedgerColumn = keyof typeof ledgerColumns;
export const allLedgerColumns = Object.keys(ledgerColumns) as LedgerColumn[];

/** What is known of a column. */
export const ledgerColumn = (code: LedgerColumn): Column => ledgerColumns[code];
