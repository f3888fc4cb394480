import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments';
import { AuditModule } from '../audit';
import { CalendarsModule } from '../calendars';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MailModule } from '../platform/mail';
import { ProtectionModule } from '../protection';
import { RecycleBinModule } from '../recycle-bin';
import { DigestClock } from './digests/digest-clock';
import { DigestMails } from './digests/digest-mails';
import { DeliveryController } from './health/delivery.controller';
import { DeliveryHealth } from './health/delivery-health';
import { Heartbeat } from './health/heartbeat';
import { BasisLoader } from './planning/basis-loader';
import { ReminderPlanner } from './planning/planner';
import { Replanner } from './planning/replanner';
import { ReminderController } from './reminder.controller';
import { ReminderEngine } from './reminder.engine';
import { ReminderMails } from './reminder-mails';
import { TraceQueries } from './trace.queries';
import { Worker } from './worker';

@Module({
  imports: [AttachmentsModule, AuditModule, CalendarsModule, MailModule, ProtectionModule, RecycleBinModule],
  controllers: [DeliveryController, ReminderController],
  exports: [BasisLoader, DeliveryHealth],
  providers: [
    BasisLoader,
    DeliveryHealth,
    DigestClock,
    DigestMails,
    Heartbeat,
    ReminderPlanner,
    Replanner,
    ReminderEngine,
    ReminderMails,
    TraceQueries,
    Worker,
  ],
})
export class RemindersModule {
  constructor(work: UnitOfWork, planner: ReminderPlanner) {
    work.derive((tx, recorded) => planner.follow(tx, recorded));
  }
}
