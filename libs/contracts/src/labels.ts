import type {
  Act,
  AgreementKind,
  AnyDealStage,
  ApprovalReason,
  AssignmentState,
  AttachmentKind,
  Batch,
  CalendarCountry,
  CentreKind,
  ChainGap,
  ConflictBasis,
  ConflictState,
  ConstructionKind,
  DayKind,
  Evidence,
  ExportFormat,
  ExportState,
  FollowUpStatus,
  FundKind,
  InvestorKind,
  InvestorOrigin,
  LeaderLevel,
  LeadStatus,
  Ledger,
  LedgerColumn,
  MailContent,
  MailKind,
  MailState,
  NodePosition,
  NodeStrength,
  OfferKind,
  OfferState,
  OwnershipKind,
  ProblemKind,
  ProblemState,
  PreferenceMode,
  PromiseCategory,
  PromiseState,
  RegionStrategy,
  ReminderChannel,
  ReminderCondition,
  ReminderKind,
  ReminderReason,
  ReminderRecipient,
  ReminderState,
  ReminderTrigger,
  RobotKind,
  Role,
  Ruling,
  ScreeningAspect,
  ScreeningConclusion,
  ScreeningVerdict,
  StepUnit,
  Subject,
  TargetMetric,
  TargetStanding,
  VisitKind,
  VisitStatus,
} from '@torch/domain';
import type { Locale } from './fields';
import { en } from './labels.en';
import { zh } from './labels.zh';

/** The words for every code, for pages, mails and audit lines alike. */
export interface Labels {
  role: Record<Role, string>;
  leadStatus: Record<LeadStatus, string>;
  dealStage: Record<AnyDealStage, string>;
  batch: Record<Batch, string>;
  evidence: Record<Evidence, string>;
  agreementKind: Record<AgreementKind, string>;
  constructionKind: Record<ConstructionKind, string>;
  investorKind: Record<InvestorKind, string>;
  investorOrigin: Record<InvestorOrigin, string>;
  leaderLevel: Record<LeaderLevel, string>;
  centreKind: Record<CentreKind, string>;
  attachmentKind: Record<AttachmentKind, string>;
  screeningAspect: Record<ScreeningAspect, string>;
  screeningVerdict: Record<ScreeningVerdict, string>;
  screeningConclusion: Record<ScreeningConclusion, string>;
  offerKind: Record<OfferKind, string>;
  offerState: Record<OfferState, string>;
  assignmentState: Record<AssignmentState, string>;
  fundKind: Record<FundKind, string>;
  targetMetric: Record<TargetMetric, string>;
  targetStanding: Record<TargetStanding, string>;
  promiseCategory: Record<PromiseCategory, string>;
  promiseState: Record<PromiseState, string>;
  conflictBasis: Record<ConflictBasis, string>;
  conflictState: Record<ConflictState, string>;
  ruling: Record<Ruling, string>;
  ownershipKind: Record<OwnershipKind, string>;
  chainGap: Record<ChainGap, string>;
  nodeStrength: Record<NodeStrength, string>;
  nodePosition: Record<NodePosition, string>;
  regionStrategy: Record<RegionStrategy, string>;
  visitKind: Record<VisitKind, string>;
  problemKind: Record<ProblemKind, string>;
  problemState: Record<ProblemState, string>;
  visitStatus: Record<VisitStatus, string>;
  followUpStatus: Record<FollowUpStatus, string>;
  mailState: Record<MailState, string>;
  mailKind: Record<MailKind, string>;
  mailContent: Record<MailContent, string>;
  reminderState: Record<ReminderState, string>;
  reminderChannel: Record<ReminderChannel, string>;
  reminderKind: Record<ReminderKind, string>;
  reminderTrigger: Record<ReminderTrigger, string>;
  reminderCondition: Record<ReminderCondition, string>;
  reminderRecipient: Record<ReminderRecipient, string>;
  /** Why a reminder did not go. */
  reminderReason: Record<ReminderReason, string>;
  preferenceMode: Record<PreferenceMode, string>;
  robotKind: Record<RobotKind, string>;
  stepUnit: Record<StepUnit, string>;
  /** Countries and places by whose calendar somebody works. */
  calendarCountry: Record<CalendarCountry, string>;
  dayKind: Record<DayKind, string>;
  /** Titles of the follow-ups that the system plans by itself. */
  planned: { wakeLead: string; conflict: string; protectionEnds: string; offerReview: string };
  ledger: Record<Ledger, string>;
  exportState: Record<ExportState, string>;
  /** Why somebody else must approve an export. */
  approvalReason: Record<ApprovalReason, string>;
  exportFormat: Record<ExportFormat, string>;
  /** Heads of the columns. */
  ledgerColumn: Record<LedgerColumn, string>;
  /** What an event is about, and what happened to it. */
  subject: Record<Subject, string>;
  act: Record<Act, string>;
}

export const labels: Record<Locale, Labels> = { 'zh-CN': zh, en };
