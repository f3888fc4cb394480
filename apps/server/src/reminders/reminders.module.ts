import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments';
import { AuditModule } from '../audit';
import { CalendarsModule } from '../calendars';
import { FollowUpsModule } from '../follow-ups';
import { InvitationsModule } from '../invitations';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MailModule } from '../platform/mail';
import { PromisesModule } from '../promises';
import { ProtectionModule } from '../protection';
import { RecycleBinModule } from '../recycle-bin';
import { RobotsModule } from '../robots';
import { DigestClock } from './digests/digest-clock';
import { DigestMails } from './digests/digest-mails';
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
import { Worker } from './worker';

@Module({
  imports: [
    AttachmentsModule,
    AuditModule,
    CalendarsModule,
    FollowUpsModule,
    InvitationsModule,
    MailModule,
    PromisesModule,
    ProtectionModule,
    RecycleBinModule,
    RobotsModule,
  ],
  controllers: [MailLinkController, ReminderController],
  providers: [
    BasisLoader,
    DigestClock,
    DigestMails,
    MailLinks,
    MailLinkService,
    ReminderPlanner,
    Replanner,
    ReminderEngine,
    ReminderMails,
    SnoozeService,
    Worker,
  ],
  exports: [SnoozeService],
})
export class RemindersModule {
  constructor(work: UnitOfWork, planner: ReminderPlanner) {
    work.derive((tx, recorded) => planner.follow(tx, recorded));
  }
}
