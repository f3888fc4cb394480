import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { MailModule } from '../platform/mail';
import { ReminderController } from './reminder.controller';
import { ReminderEngine } from './reminder.engine';
import { Worker } from './worker';

@Module({ imports: [AuditModule, MailModule], controllers: [ReminderController], providers: [ReminderEngine, Worker] })
export class RemindersModule {}
