/** How mails look and read: pure functions from facts to a subject, a text and a page. Nothing here knows the database. */
export { composeMonthly, composeMorning, composeWeekly } from './compose-digest';
export { composeHeartbeat, composeSecurity, composeTest } from './compose-notice';
export { composeFolded, composeReminder } from './compose-reminder';
export type { ComposedMail, MailParts } from './content';
export {
  type CalendarFile,
  type InvitationFacts,
  type VisitFacts,
  visitCancellation,
  visitInvitation,
} from './invitation';
export { layoutMail } from './layout';
export {
  dateMeans,
  type DepartmentSums,
  type FoldedFacts,
  type HeartbeatFacts,
  type MailReader,
  type Matter,
  type MatterActs,
  type MatterDetail,
  type MatterList,
  type MatterSubject,
  matterSubjectOf,
  type MatterTrigger,
  type MonthlyFacts,
  type MorningFacts,
  type MovedLine,
  type RecordLine,
  type RecordList,
  type ReminderFacts,
  type SecurityChange,
  type SecurityFacts,
  type TestFacts,
  type WeeklyFacts,
} from './matter';
export { localDay, localInstant } from './when';
