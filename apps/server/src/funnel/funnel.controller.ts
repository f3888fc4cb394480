import { Funnel, FunnelQuery, FunnelRecordPage, FunnelRecordsQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { FunnelQueries } from './funnel.queries';

@Controller('funnel')
export class FunnelController {
  constructor(private readonly queries: FunnelQueries) {}

  @Get()
  @Requires('lead.read')
  @Returns(Funnel)
  figures(@CurrentActor() actor: Actor, @Query({ schema: FunnelQuery }) query: FunnelQuery): Promise<Funnel> {
    return this.queries.figures(actor, query);
  }

  @Get('records')
  @Requires('lead.read')
  @Returns(FunnelRecordPage)
  records(@CurrentActor() actor: Actor, @Query({ schema: FunnelRecordsQuery }) query: FunnelRecordsQuery) {
    return this.queries.records(actor, query);
  }
}
