import { Module } from '@nestjs/common';
import { CalendarFeedController } from './calendar-feed.controller';
import { CalendarFeedQueries } from './calendar-feed.queries';
import { CalendarFileController } from './calendar-file.controller';

@Module({ controllers: [CalendarFeedController, CalendarFileController], providers: [CalendarFeedQueries] })
export class CalendarFeedsModule {}
