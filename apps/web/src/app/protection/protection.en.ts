import type { Transfer } from '@torch/contracts';
import type { Same } from '../platform/language';
import type { zh } from './protection.zh';

type Moved = Transfer['moved'];

export const en: Same<typeof zh> = {
  conflicts: 'First-report conflicts',
  pool: 'Pool',
  transfers: 'Bulk hand-over',
  ownership: 'Ownership and protection',
  until: (day: string) => `Protected until ${day}`,
  silent: (days: number) => `No contact for ${days} ${days === 1 ? 'day' : 'days'}`,
  warning: { 1: 'Protection is running out: be in contact soon', 2: 'Protection is about to end: be in contact now' },
  inPool: 'Released to the pool',
  noProtection: 'Not protected at present.',
  byDeal: 'for as long as the deal is under way',
  by: (name: string) => `by ${name}`,
  system: 'the system',
  fromTo: (from: string, to: string) => `${from} → ${to}`,
  release: 'Release to the pool',
  releaseHint: 'Colleagues of the department can claim it then; open follow-ups are called off.',
  released: 'Released to the pool',
  claim: 'Claim',
  claimed: 'It is yours; be in contact soon',
  taken: (name: string) => `${name} has it`,
  limit: 'You have claimed as many as may be claimed in seven days',
  poolNone: 'There are no leads in the pool.',
  poolIntro: 'Leads released after a long silence. Whoever claims one is its owner, and its protection begins anew.',
  lastHolder: (name: string, day: string) => `last with ${name} · last contact ${day}`,
  pooledOn: (day: string) => `since ${day}`,
  reason: 'Reason',
  heldBy: (name: string, department: string) => `${name} of ${department} reported this company first`,
  heldGroup: (name: string, department: string) => `${name} of ${department} reported a company of this group first`,
  heldSimilar: (name: string, department: string) =>
    `${name} of ${department} reported a company of a similar name first`,
  heldHint: 'You can still save; a conflict is then opened, and the heads of both departments settle it.',
  conflictIntro: 'One company was reported by two people. Judge by the record of contact, and give the reason.',
  conflictNone: 'There is nothing to settle.',
  open: 'To be settled',
  all: 'All',
  first: 'First report',
  second: 'Second report',
  reported: (when: string) => `reported ${when}`,
  beyond: 'what it is about lies beyond your reach',
  settle: 'Settle',
  ruling: 'Ruling',
  rulingHint:
    'The first stands: the second lead is closed. Both share: each counts by percent. Goes to the second: the first lead is handed over.',
  share: (name: string) => `Share of ${name} (%)`,
  settled: 'The conflict is settled',
  ruled: (name: string, when: string) => `settled by ${name}, ${when}`,
  shares: (list: string) => `Shares: ${list}`,
  inConflict: 'There is a first-report conflict',
  toDesk: 'Look at it',
  transferIntro:
    'When somebody leaves, all their open leads, deals, follow-ups, planned visits and companies are handed over at once. It can be taken back.',
  from: 'From',
  to: 'To',
  preview: (moved: Moved) =>
    `To be handed over: ${moved.leads} leads, ${moved.deals} deals, ${moved.followUps} follow-ups, ${moved.promises} promises, ${moved.problems} problems, ${moved.visits} visits, ${moved.companies} companies, ${moved.accounts} landed companies in care`,
  moved: (moved: Moved) =>
    `${moved.leads} leads · ${moved.deals} deals · ${moved.followUps} follow-ups · ${moved.promises} promises · ${moved.problems} problems · ${moved.visits} visits · ${moved.companies} companies · ${moved.accounts} landed companies in care`,
  make: 'Hand over',
  made: 'Handed over',
  undo: 'Take back',
  undoAsk: 'Take this hand-over back? What has changed hands since stays where it is.',
  undone: (name: string, when: string, left: number, leads: readonly { code: string }[]) => {
    const codes = leads.length > 0 ? ` (leads ${leads.map(({ code }) => code).join(', ')})` : '';
    return `taken back by ${name}, ${when}${left > 0 ? `; ${left} had changed hands since and stayed${codes}` : ''}`;
  },
  transferNone: 'Nothing has been handed over in bulk.',
  chooseFirst: 'Choose who leaves first.',
  words: {
    shares: 'At least two people, whole percents that make 100',
    custom: 'At least two people, whole percents that make 100',
    settled: 'The conflict is settled',
    'side-missing': 'Name both the holder and who came second',
    'lead-deleted': 'The held lead lies in the recycle bin',
    'claim-limit': 'You have claimed as many as may be claimed in seven days',
    'not-open': 'Only an open lead can be released',
    pooled: 'The lead lies in the pool; claim it first',
  },
};
