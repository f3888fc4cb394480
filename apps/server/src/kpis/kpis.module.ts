import { Module } from '@nestjs/common';
import { CalendarsModule } from '../calendars';
import { FunnelModule } from '../funnel';
import { KpiFacts } from './kpi-facts';
import { KpiController } from './kpi.controller';
import { KpiQueries } from './kpi.queries';
import { MonthCloseController } from './month-close.controller';
import { MonthCloseQueries } from './month-close.queries';
import { MonthCloseService } from './month-close.service';
import { RecordNames } from './record-names';

/** Indicators with the records behind each, and the months whose figures are frozen. */
@Module({
  imports: [CalendarsModule, FunnelModule],
  controllers: [KpiController, MonthCloseController],
  providers: [KpiFacts, KpiQueries, MonthCloseQueries, MonthCloseService, RecordNames],
  exports: [KpiQueries],
})
export class KpisModule {}
