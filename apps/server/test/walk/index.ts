import type { FeatureWalk } from '../walk-cases';
import { attachmentWalk } from './attachments';
import { calendarWalk } from './calendars';
import { channelWalk } from './channels';
import { kpiWalk } from './kpis';
import { ledgerWalk } from './ledgers';
import { cockpitWalk } from './cockpit';
import { moneyWalk } from './money';
import { problemWalk } from './problems';
import { promiseWalk } from './promises';
import { protectionWalk } from './protection';
import { reminderRuleWalk } from './reminder-rules';
import { reportWalk } from './reports';
import { reviewWalk } from './reviews';
import { targetWalk } from './targets';
import { viewWalk } from './views';

/** Every feature that brings records and routes of its own to the permission walk. */
export const featureWalks: readonly FeatureWalk[] = [
  attachmentWalk,
  calendarWalk,
  channelWalk,
  kpiWalk,
  ledgerWalk,
  cockpitWalk,
  moneyWalk,
  problemWalk,
  promiseWalk,
  protectionWalk,
  reminderRuleWalk,
  reportWalk,
  reviewWalk,
  targetWalk,
  viewWalk,
];
