import {
  CalendarDay,
  CalendarDayParams,
  CalendarDays,
  CalendarParams,
  CalendarQuery,
  CalendarYear,
  SetCalendarDay,
  SetCalendarDays,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { CalendarService } from './calendar.service';
import { Calendars } from './calendars';

/** By which days a country works. */
@Controller('calendars/:country/days')
export class CalendarController {
  constructor(
    private readonly calendars: Calendars,
    private readonly service: CalendarService,
  ) {}

  @Get()
  @Requires('calendar.read')
  @Returns(CalendarYear)
  year(
    @Param({ schema: CalendarParams }) { country }: CalendarParams,
    @Query({ schema: CalendarQuery }) { year }: CalendarQuery,
  ) {
    return this.calendars.year(country, year);
  }

  @Post()
  @Requires('calendar.edit')
  @Returns(CalendarDays, 201)
  add(
    @CurrentActor() actor: Actor,
    @Param({ schema: CalendarParams }) { country }: CalendarParams,
    @Body({ schema: SetCalendarDays }) input: SetCalendarDays,
  ) {
    return this.service.add(actor, country, input);
  }

  @Put(':day')
  @Requires('calendar.edit')
  @Returns(CalendarDay)
  set(
    @CurrentActor() actor: Actor,
    @Param({ schema: CalendarDayParams }) { country, day }: CalendarDayParams,
    @Body({ schema: SetCalendarDay }) input: SetCalendarDay,
  ) {
    return this.service.set(actor, country, day, input);
  }

  @Delete(':day')
  @Requires('calendar.edit')
  @ReturnsNothing()
  clear(@CurrentActor() actor: Actor, @Param({ schema: CalendarDayParams }) { country, day }: CalendarDayParams) {
    return this.service.clear(actor, country, day);
  }
}
