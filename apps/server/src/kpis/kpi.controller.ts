import { KpiQuery, KpiRecordPage, KpiRecordsQuery, Kpis } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { KpiQueries } from './kpi.queries';

@Controller('kpis')
export class KpiController {
  constructor(private readonly queries: KpiQueries) {}

  @Get()
  @Requires('kpi.read')
  @Returns(Kpis)
  figures(@CurrentActor() actor: Actor, @Query({ schema: KpiQuery }) query: KpiQuery) {
    return this.queries.figures(actor, query);
  }

  @Get('records')
  @Requires('kpi.read')
  @Returns(KpiRecordPage)
  records(@CurrentActor() actor: Actor, @Query({ schema: KpiRecordsQuery }) query: KpiRecordsQuery) {
    return this.queries.records(actor, query);
  }
}
