import {
  CreateReportSchedule,
  IdParams,
  ReportSchedule,
  ReportSchedulePage,
  ReportScheduleQuery,
  UpdateReportSchedule,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { ScheduleQueries } from './schedule.queries';
import { ScheduleService } from './schedule.service';

@Controller('report-schedules')
export class ScheduleController {
  constructor(
    private readonly schedules: ScheduleService,
    private readonly queries: ScheduleQueries,
  ) {}

  @Get()
  @Requires('reportSchedule.edit')
  @Returns(ReportSchedulePage)
  page(@CurrentActor() actor: Actor, @Query({ schema: ReportScheduleQuery }) query: ReportScheduleQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('reportSchedule.edit')
  @Returns(ReportSchedule)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post()
  @Requires('reportSchedule.edit')
  @Returns(ReportSchedule, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateReportSchedule }) input: CreateReportSchedule) {
    return this.schedules.create(actor, input);
  }

  @Patch(':id')
  @Requires('reportSchedule.edit')
  @Returns(ReportSchedule)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateReportSchedule }) input: UpdateReportSchedule,
  ) {
    return this.schedules.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('reportSchedule.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.schedules.remove(actor, id);
  }
}
