import { Module } from '@nestjs/common';
import { AbsenceController } from './absence.controller';
import { AbsenceQueries } from './absence.queries';
import { AbsenceService } from './absence.service';
import { CalendarController } from './calendar.controller';
import { CalendarService } from './calendar.service';
import { Calendars } from './calendars';

/** On which days people work: holidays of their country, and when they are away. */
@Module({
  controllers: [AbsenceController, CalendarController],
  providers: [AbsenceQueries, AbsenceService, CalendarService, Calendars],
  exports: [Calendars],
})
export class CalendarsModule {}
