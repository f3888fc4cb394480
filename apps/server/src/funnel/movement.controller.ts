import {
  FlowRecordPage,
  FlowRecordsQuery,
  FunnelFlow,
  FunnelPeriodQuery,
  FunnelStays,
  FunnelTrend,
  StayQuery,
  StayRecordPage,
  StayRecordsQuery,
  TrendQuery,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { MovementQueries } from './movement.queries';

@Controller('funnel')
export class MovementController {
  constructor(private readonly queries: MovementQueries) {}

  @Get('flow')
  @Requires('lead.read')
  @Returns(FunnelFlow)
  flow(@CurrentActor() actor: Actor, @Query({ schema: FunnelPeriodQuery }) query: FunnelPeriodQuery) {
    return this.queries.flow(actor, query);
  }

  @Get('flow/records')
  @Requires('lead.read')
  @Returns(FlowRecordPage)
  flowRecords(@CurrentActor() actor: Actor, @Query({ schema: FlowRecordsQuery }) query: FlowRecordsQuery) {
    return this.queries.flowRecords(actor, query);
  }

  @Get('trend')
  @Requires('lead.read')
  @Returns(FunnelTrend)
  trend(@CurrentActor() actor: Actor, @Query({ schema: TrendQuery }) query: TrendQuery) {
    return this.queries.trend(actor, query);
  }

  @Get('stays')
  @Requires('lead.read')
  @Returns(FunnelStays)
  stays(@CurrentActor() actor: Actor, @Query({ schema: StayQuery }) query: StayQuery) {
    return this.queries.stays(actor, query);
  }

  @Get('stays/records')
  @Requires('lead.read')
  @Returns(StayRecordPage)
  stayRecords(@CurrentActor() actor: Actor, @Query({ schema: StayRecordsQuery }) query: StayRecordsQuery) {
    return this.queries.stayRecords(actor, query);
  }
}
