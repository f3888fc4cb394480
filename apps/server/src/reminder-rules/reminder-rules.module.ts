import { Module } from '@nestjs/common';
import { RemindersModule } from '../reminders';
import { PreviewService } from './preview';
import { RuleController } from './rule.controller';
import { RuleQueries } from './rule.queries';
import { RuleService } from './rule.service';
import { SettingsController } from './settings.controller';
import { SettingsService } from './settings.service';
import { TomorrowQueries } from './tomorrow';

@Module({
  imports: [RemindersModule],
  controllers: [RuleController, SettingsController],
  providers: [PreviewService, RuleQueries, RuleService, SettingsService, TomorrowQueries],
})
export class ReminderRulesModule {}
