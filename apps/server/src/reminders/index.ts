export { Replanner } from './planning/replanner';
export { RemindersModule } from './reminders.module';
export { SnoozeService } from './snooze.service';
