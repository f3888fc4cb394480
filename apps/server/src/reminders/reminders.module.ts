import { Module } from '@nestjs/common';
import { AccessModule } from '../access';
import { AttachmentsModule } from '../attachments';
import { AuditModule } from '../audit';
import { CalendarsModule } from '../calendars';
import { FollowUpsModule } from '../follow-ups';
import { InvitationsModule, VisitInvitations } from '../invitations';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MailModule } from '../platform/mail';
import { PromisesModule } from '../promises';
import { ProtectionModule } from '../protection';
import { RecycleBinModule } from '../recycle-bin';
import { ReportsModule } from '../reports';
import { DigestClock } from './digests/digest-clock';
import { DigestMails } from './digests/digest-mails';
import { DeliveryController } from './health/delivery.controller';
import { DeliveryHealth } from './health/delivery-health';
import { Heartbeat } from './health/heartbeat';
import { RobotsModule } from '../robots';
import { MailLinkController } from './links/mail-link.controller';
import { MailLinkService } from './links/mail-link.service';
import { MailLinks } from './links/mail-links';
import { BasisLoader } from './planning/basis-loader';
import { ReminderPlanner } from './planning/planner';
import { Replanner } from './planning/replanner';
import { ReminderController } from './reminder.controller';
import { ReminderEngine } from './reminder.engine';
import { ReminderMails } from './reminder-mails';
import { SnoozeService } from './snooze.service';
import { TraceQueries } from './trace.queries';
import { WaitingMails } from './waiting-mails';
import { Worker } from './worker';

@Module({
  imports: [
    AccessModule,
    AttachmentsModule,
    AuditModule,
    CalendarsModule,
    FollowUpsModule,
    InvitationsModule,
    MailModule,
    PromisesModule,
    ProtectionModule,
    RecycleBinModule,
    ReportsModule,
    RobotsModule,
  ],
  controllers: [DeliveryController, MailLinkController, ReminderController],
  exports: [BasisLoader, DeliveryHealth, SnoozeService],
  providers: [
    BasisLoader,
    DeliveryHealth,
    DigestClock,
    DigestMails,
    Heartbeat,
    MailLinks,
    MailLinkService,
    ReminderPlanner,
    Replanner,
    ReminderEngine,
    ReminderMails,
    SnoozeService,
    TraceQueries,
    WaitingMails,
    Worker,
  ],
})
export class RemindersModule {
  constructor(work: UnitOfWork, planner: ReminderPlanner, invitations: VisitInvitations) {
    work.derive((tx, recorded) => planner.follow(tx, recorded));
    // A mail that the plan has just taken back has brought nothing into any calendar.
    work.derive((tx, recorded) => invitations.follow(tx, recorded));
  }
}
