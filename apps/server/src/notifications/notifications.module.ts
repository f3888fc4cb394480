import { Module } from '@nestjs/common';
import { AccessModule } from '../access';
import { NotificationController } from './notification.controller';

@Module({ imports: [AccessModule], controllers: [NotificationController] })
export class NotificationsModule {}
