import { type DealStage, dealStages, rankOf } from '../deals/stage';
import { type LedgerColumn } from './column';

/** The ledgers: leads 线索台账, projects 项目台账, under negotiation 在谈, signed 签约, visits 拜访记录. */
export const ledgers = ['leads', 'deals', 'negotiating', 'signed', 'visits'] as const;
export type Ledger = (typeof ledgers)[number];

/** Of which records a ledger has one row each. */
export type LedgerSubject = 'lead' | 'deal' | 'visit';

interface LedgerForm {
  subject: LedgerSubject;
  /** What may be chosen, in the order in which it is offered. */
  columns: readonly LedgerColumn[];
  /** What is chosen where nobody has chosen yet, in order. */
  usual: readonly LedgerColumn[];
  /** For a ledger of deals: the stages that it is of; left out, all. What rests belongs where it stopped. */
  stages?: readonly DealStage[];
  /** Whether what was given up at one of these stages stays in it: a signed project that came to nothing was signed. */
  keepsLost?: true;
}

const head: readonly LedgerColumn[] = ['number', 'code', 'confidential', 'title', 'company'];
const investor: readonly LedgerColumn[] = [
  'companyProfile',
  'companyRegistrationNumber',
  'country',
  'foreign',
  'region',
  'tiers',
];
const tags: readonly LedgerColumn[] = [
  'cluster',
  'park',
  'chain',
  'chainNode',
  'chainGap',
  'anchor',
  'channel',
  'channelNote',
  'summary',
];
const whose: readonly LedgerColumn[] = ['contact', 'contactTitle', 'contactPhone', 'owner', 'department'];
const news: readonly LedgerColumn[] = [
  'screening',
  'screeningRemark',
  'progress',
  'progressOn',
  'nextFollowUpAt',
  'lastContactAt',
  'firstContactOn',
];
const times: readonly LedgerColumn[] = ['createdAt', 'updatedAt'];

const ofDeals: readonly LedgerColumn[] = [
  ...head,
  'stage',
  'stageSince',
  'batch',
  ...investor,
  ...tags,
  'totalInvestment',
  'fixedAssetInvestment',
  'contractedForeignCapital',
  'landMu',
  'plantM2',
  'powerKva',
  'workers',
  'environmentalCapacity',
  ...news,
  'agreementKind',
  'signedOn',
  'agreedAmount',
  'localCompanyName',
  'localRegistrationNumber',
  'registeredOn',
  'registeredCapital',
  'filingCertificate',
  'filingAmount',
  'landContract',
  'plantLease',
  'environmentalApproval',
  'constructionPermit',
  'promisedStartedOn',
  'startedOn',
  'statisticsEntryOn',
  'promisedProducedOn',
  'producedOn',
  'capacityOn',
  'annualOutput',
  'annualTax',
  'planThisYear',
  'fundsThisYear',
  'fundsInPlace',
  'fundsUse',
  'utilisedForeignCapital',
  'closeReason',
  ...whose,
  ...times,
];

/** Each ledger with its columns, as data. */
export const ledgerForms: Readonly<Record<Ledger, LedgerForm>> = {
  leads: {
    subject: 'lead',
    columns: [
      ...head,
      'status',
      ...investor,
      ...tags,
      'estimatedInvestment',
      ...news,
      'protectedUntil',
      'wakeOn',
      'closeReason',
      ...whose,
      ...times,
    ],
    usual: [
      'number',
      'code',
      'title',
      'company',
      'country',
      'region',
      'status',
      'cluster',
      'chainNode',
      'channel',
      'estimatedInvestment',
      'summary',
      'screening',
      'contact',
      'contactPhone',
      'lastContactAt',
      'owner',
      'department',
      'firstContactOn',
    ],
  },
  deals: {
    subject: 'deal',
    columns: ofDeals,
    usual: [
      'number',
      'code',
      'title',
      'company',
      'country',
      'cluster',
      'park',
      'chainNode',
      'stage',
      'stageSince',
      'totalInvestment',
      'fixedAssetInvestment',
      'summary',
      'landMu',
      'progress',
      'contact',
      'contactPhone',
      'owner',
      'department',
    ],
  },
  // In the order of the weekly sheet, then what the negotiation form adds.
  negotiating: {
    subject: 'deal',
    columns: ofDeals,
    usual: [
      'number',
      'code',
      'title',
      'company',
      'fixedAssetInvestment',
      'companyProfile',
      'summary',
      'landMu',
      'contact',
      'contactPhone',
      'park',
      'progress',
      'cluster',
      'screening',
      'foreign',
      'country',
      'chain',
      'chainNode',
      'totalInvestment',
      'firstContactOn',
      'channel',
      'channelNote',
      'registeredCapital',
      'stage',
      'owner',
      'department',
    ],
    stages: dealStages.filter((stage) => rankOf(stage) < rankOf('signed')),
  },
  signed: {
    subject: 'deal',
    columns: ofDeals,
    usual: [
      'number',
      'code',
      'title',
      'company',
      'foreign',
      'cluster',
      'park',
      'stage',
      'agreementKind',
      'signedOn',
      'agreedAmount',
      'totalInvestment',
      'fixedAssetInvestment',
      'localCompanyName',
      'localRegistrationNumber',
      'filingAmount',
      'annualOutput',
      'annualTax',
      'planThisYear',
      'fundsThisYear',
      'fundsInPlace',
      'fundsUse',
      'utilisedForeignCapital',
      'landMu',
      'startedOn',
      'statisticsEntryOn',
      'producedOn',
      'owner',
      'department',
    ],
    stages: dealStages.filter((stage) => rankOf(stage) >= rankOf('signed')),
    keepsLost: true,
  },
  visits: {
    subject: 'visit',
    columns: [
      'number',
      'confidential',
      'startsAt',
      'endsAt',
      'visitKind',
      'visitStatus',
      'subject',
      'company',
      'country',
      'region',
      'leadCode',
      'city',
      'location',
      'tour',
      'purpose',
      'hosts',
      'guests',
      'guestCount',
      'participants',
      'itinerary',
      'minutes',
      'commitments',
      'nextSteps',
      'contact',
      'contactTitle',
      'contactPhone',
      'owner',
      'department',
      ...times,
    ],
    usual: [
      'number',
      'startsAt',
      'visitKind',
      'subject',
      'company',
      'city',
      'location',
      'purpose',
      'hosts',
      'guests',
      'guestCount',
      'minutes',
      'commitments',
      'nextSteps',
      'owner',
      'department',
    ],
  },
};

/**
 * The columns that a sheet gets: those chosen, and the mark of what is confidential where such records may stand in it,
 * whether somebody chose it or not.
 */
export function columnsOf(chosen: readonly LedgerColumn[], withConfidential: boolean): readonly LedgerColumn[] {
  if (!withConfidential || chosen.includes('confidential')) return chosen;
  const after = chosen[0] === 'number' ? 1 : 0;
  return [...chosen.slice(0, after), 'confidential', ...chosen.slice(after)];
}
