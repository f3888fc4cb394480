export { overdueFollowUps, overdueProblems, overduePromises, openPromises, type Reached } from './digests/department';
export { DeliveryHealth, type DeliveryNumbers } from './health/delivery-health';
export { absenceOn, type Basis } from './planning/basis';
export { BasisLoader } from './planning/basis-loader';
export { type FactSubject, readFacts, type ReminderFact, tablesOf } from './planning/facts';
export { anchorOf, knownOf } from './planning/planner';
export { Replanner } from './planning/replanner';
export { RemindersModule } from './reminders.module';
export { SnoozeService } from './snooze.service';
