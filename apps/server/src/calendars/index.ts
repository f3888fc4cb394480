export { Calendars } from './calendars';
export { CalendarsModule } from './calendars.module';
