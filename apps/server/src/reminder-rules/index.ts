export { ReminderRulesModule } from './reminder-rules.module';
