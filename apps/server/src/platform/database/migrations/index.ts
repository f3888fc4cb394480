import { Foundation1764000000000 } from './1764000000000-foundation';
import { BinIndexes1764400000000 } from './1764400000000-bin-indexes';
import { Deals1764500000000 } from './1764500000000-deals';
import { Confidential1764605000000 } from './1764605000000-confidential';
import { StageDoor1764606000000 } from './1764606000000-stage-door';
import { Attachments1764610000000 } from './1764610000000-attachments';
import { Reviews1764620000000 } from './1764620000000-reviews';
import { Protection1764630000000 } from './1764630000000-protection';
import { DealBoard1764640000000 } from './1764640000000-deal-board';
import { ReviewReasons1764645000000 } from './1764645000000-review-reasons';
import { Promises1764650000000 } from './1764650000000-promises';
import { Money1764660000000 } from './1764660000000-money';
import { DealSpeed1764670000000 } from './1764670000000-deal-speed';
import { TitleSearch1764671000000 } from './1764671000000-title-search';
import { ConflictParties1764672000000 } from './1764672000000-conflict-parties';
import { NeedsAndMilestones1764680000000 } from './1764680000000-needs-and-milestones';
import { Aftercare1764681000000 } from './1764681000000-aftercare';
import { QuietLeads1764682000000 } from './1764682000000-quiet-leads';
import { DeletedDeals1764683000000 } from './1764683000000-deleted-deals';
import { AftercareInTurn1764690000000 } from './1764690000000-aftercare-in-turn';
import { PromisedOffers1764691000000 } from './1764691000000-promised-offers';
import { ConflictsAgain1764692000000 } from './1764692000000-conflicts-again';
import { ReminderRules1764700000000 } from './1764700000000-reminder-rules';
import { Calendars1764710000000 } from './1764710000000-calendars';
import { Channels1764720000000 } from './1764720000000-channels';
import { RulesAndHealth1764730000000 } from './1764730000000-rules-and-health';
import { Digests1764740000000 } from './1764740000000-digests';
import { StepsByName1764750000000 } from './1764750000000-steps-by-name';
import { StuckReminders1764770000000 } from './1764770000000-stuck-reminders';
import { HandedOn1764780000000 } from './1764780000000-handed-on';
import { WaitingPosts1764782000000 } from './1764782000000-waiting-posts';
import { PerhapsOut1764784000000 } from './1764784000000-perhaps-out';
import { LeadHistory1764800000000 } from './1764800000000-lead-history';
import { Targets1764810000000 } from './1764810000000-targets';
import { MonthCloses1764820000000 } from './1764820000000-month-closes';
import { Exports1764830000000 } from './1764830000000-exports';
import { Reports1764840000000 } from './1764840000000-reports';
import { SavedViews1764850000000 } from './1764850000000-saved-views';
import { Cockpit1764860000000 } from './1764860000000-cockpit';
import { RemindedById1764870000000 } from './1764870000000-reminded-by-id';
import { FrozenByLead1764910000000 } from './1764910000000-frozen-by-lead';
import { ReportSendingsFailed1764920000000 } from './1764920000000-report-sendings-failed';
import { ReachedStages1764930000000 } from './1764930000000-reached-stages';
import { LedgerFacts1764940000000 } from './1764940000000-ledger-facts';
import { ReportOccasions1764950000000 } from './1764950000000-report-occasions';
import { DealsWithTheirLead1764960000000 } from './1764960000000-deals-with-their-lead';

/** In order; a migration that has run is never edited. */
export const migrations = [
  Foundation1764000000000,
  BinIndexes1764400000000,
  Deals1764500000000,
  Confidential1764605000000,
  StageDoor1764606000000,
  Attachments1764610000000,
  Reviews1764620000000,
  Protection1764630000000,
  DealBoard1764640000000,
  ReviewReasons1764645000000,
  Promises1764650000000,
  Money1764660000000,
  DealSpeed1764670000000,
  TitleSearch1764671000000,
  ConflictParties1764672000000,
  NeedsAndMilestones1764680000000,
  Aftercare1764681000000,
  QuietLeads1764682000000,
  DeletedDeals1764683000000,
  AftercareInTurn1764690000000,
  PromisedOffers1764691000000,
  ConflictsAgain1764692000000,
  ReminderRules1764700000000,
  Calendars1764710000000,
  Channels1764720000000,
  RulesAndHealth1764730000000,
  Digests1764740000000,
  StepsByName1764750000000,
  StuckReminders1764770000000,
  HandedOn1764780000000,
  WaitingPosts1764782000000,
  PerhapsOut1764784000000,
  LeadHistory1764800000000,
  Targets1764810000000,
  MonthCloses1764820000000,
  Exports1764830000000,
  Reports1764840000000,
  SavedViews1764850000000,
  Cockpit1764860000000,
  RemindedById1764870000000,
  FrozenByLead1764910000000,
  ReportSendingsFailed1764920000000,
  ReachedStages1764930000000,
  LedgerFacts1764940000000,
  ReportOccasions1764950000000,
  DealsWithTheirLead1764960000000,
];
