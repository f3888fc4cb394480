import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments';
import { AuditModule } from '../audit';
import { MailModule } from '../platform/mail';
import { ProtectionModule } from '../protection';
import { RecycleBinModule } from '../recycle-bin';
import { ReminderController } from './reminder.controller';
import { ReminderEngine } from './reminder.engine';
import { Worker } from './worker';

@Module({
  imports: [AttachmentsModule, AuditModule, MailModule, ProtectionModule, RecycleBinModule],
  controllers: [ReminderController],
  providers: [ReminderEngine, Worker],
})
export class RemindersModule {}
