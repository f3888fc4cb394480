import { Module } from '@nestjs/common';
import { CalendarsModule } from '../calendars';
import { FunnelModule } from '../funnel';
import { KpisModule } from '../kpis';
import { TargetsModule } from '../targets';
import { ReportController } from './report.controller';
import { ReportFiles } from './report.files';
import { ReportQueries } from './report.queries';
import { ReportSender } from './report.sender';
import { ReportService } from './report.service';
import { ScheduleController } from './schedule.controller';
import { ScheduleQueries } from './schedule.queries';
import { ScheduleService } from './schedule.service';
import { TemplateController } from './template.controller';
import { TemplateQueries } from './template.queries';
import { TemplateService } from './template.service';

/** Reports as files, from templates that the administrator can replace, and sent on schedule. */
@Module({
  imports: [CalendarsModule, FunnelModule, KpisModule, TargetsModule],
  controllers: [ReportController, ScheduleController, TemplateController],
  providers: [
    ReportFiles,
    ReportQueries,
    ReportSender,
    ReportService,
    ScheduleQueries,
    ScheduleService,
    TemplateQueries,
    TemplateService,
  ],
  exports: [ReportSender],
})
export class ReportsModule {}
