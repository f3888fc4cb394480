import {
  AdjustmentPage,
  AdjustmentsQuery,
  ClosedMonth,
  CloseMonth,
  KpiRecordPage,
  MonthClose,
  MonthClosePage,
  MonthParams,
  MonthRecordsQuery,
  PageQuery,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { MonthCloseQueries } from './month-close.queries';
import { MonthCloseService } from './month-close.service';

/** Months whose figures are frozen. */
@Controller('month-closes')
export class MonthCloseController {
  constructor(
    private readonly closes: MonthCloseService,
    private readonly queries: MonthCloseQueries,
  ) {}

  @Get()
  @Requires('kpi.read')
  @Returns(MonthClosePage)
  page(@Query({ schema: PageQuery }) query: PageQuery) {
    return this.queries.page(query);
  }

  @Post()
  @Requires('month.close')
  @Returns(MonthClose, 201)
  close(@CurrentActor() actor: Actor, @Body({ schema: CloseMonth }) input: CloseMonth) {
    return this.closes.close(actor, input);
  }

  @Get(':month')
  @Requires('kpi.read')
  @Returns(ClosedMonth)
  one(@CurrentActor() actor: Actor, @Param({ schema: MonthParams }) { month }: MonthParams) {
    return this.queries.visible(actor, month);
  }

  @Get(':month/records')
  @Requires('kpi.read')
  @Returns(KpiRecordPage)
  records(
    @CurrentActor() actor: Actor,
    @Param({ schema: MonthParams }) { month }: MonthParams,
    @Query({ schema: MonthRecordsQuery }) query: MonthRecordsQuery,
  ) {
    return this.queries.records(actor, month, query);
  }

  @Get(':month/adjustments')
  @Requires('kpi.read')
  @Returns(AdjustmentPage)
  adjustments(
    @CurrentActor() actor: Actor,
    @Param({ schema: MonthParams }) { month }: MonthParams,
    @Query({ schema: AdjustmentsQuery }) query: AdjustmentsQuery,
  ) {
    return this.queries.adjustments(actor, month, query);
  }
}
