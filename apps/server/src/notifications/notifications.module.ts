import { Module } from '@nestjs/common';
import { AccessModule } from '../access';
import { RemindersModule } from '../reminders';
import { NotificationController } from './notification.controller';
import { PreferenceController } from './preference.controller';
import { SnoozeController } from './snooze.controller';

@Module({
  imports: [AccessModule, RemindersModule],
  controllers: [NotificationController, PreferenceController, SnoozeController],
})
export class NotificationsModule {}
