import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access';
import { AttachmentsModule } from './attachments';
import { AuditModule } from './audit';
import { CalendarFeedsModule } from './calendar-feeds';
import { CalendarsModule } from './calendars';
import { CockpitModule } from './cockpit';
import { CompaniesModule } from './companies';
import { ContactsModule } from './contacts';
import { CoverageModule } from './coverage';
import { DealsModule } from './deals';
import { DossiersModule } from './dossiers';
import { FollowUpsModule } from './follow-ups';
import { FunnelModule } from './funnel';
import { HealthController } from './health';
import { KpisModule } from './kpis';
import { LeadsModule } from './leads';
import { LedgersModule } from './ledgers';
import { MoneyModule } from './money';
import { NotificationsModule } from './notifications';
import type { Config } from './platform/config';
import { HttpModule } from './platform/http/http.module';
import { PlatformModule } from './platform/platform.module';
import { ProblemsModule } from './problems';
import { PromisesModule } from './promises';
import { ProtectionModule } from './protection';
import { QuickLogsModule } from './quick-logs';
import { RecycleBinModule } from './recycle-bin';
import { ReferenceModule } from './reference';
import { ReminderRulesModule } from './reminder-rules';
import { RemindersModule } from './reminders';
import { ReportsModule } from './reports';
import { ReviewsModule } from './reviews';
import { RobotsModule } from './robots';
import { SecurityMailsModule } from './security-mails';
import { SetupModule } from './setup';
import { TargetsModule } from './targets';
import { TodayModule } from './today';
import { ToursModule } from './tours';
import { ViewsModule } from './views';
import { VisitsModule } from './visits';
import { WallModule } from './wall';

@Module({
  imports: [
    AccessModule,
    AttachmentsModule,
    AuditModule,
    CalendarFeedsModule,
    CalendarsModule,
    CockpitModule,
    CompaniesModule,
    ContactsModule,
    CoverageModule,
    DealsModule,
    DossiersModule,
    FollowUpsModule,
    FunnelModule,
    KpisModule,
    LeadsModule,
    LedgersModule,
    MoneyModule,
    NotificationsModule,
    ProblemsModule,
    PromisesModule,
    ProtectionModule,
    QuickLogsModule,
    RecycleBinModule,
    ReferenceModule,
    ReminderRulesModule,
    RemindersModule,
    ReportsModule,
    ReviewsModule,
    RobotsModule,
    SecurityMailsModule,
    SetupModule,
    TargetsModule,
    TodayModule,
    ToursModule,
    ViewsModule,
    VisitsModule,
    WallModule,
    HttpModule,
  ],
  controllers: [HealthController],
})
export class AppModule {
  static with(config: Config): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.with(config)] };
  }
}
