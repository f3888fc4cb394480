import { Coverage, CoverageQuery, CoverageRecordPage, CoverageRecordsQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { CoverageQueries } from './coverage.queries';

@Controller('coverage')
export class CoverageController {
  constructor(private readonly queries: CoverageQueries) {}

  @Get()
  @Requires('lead.read')
  @Returns(Coverage)
  matrix(@CurrentActor() actor: Actor, @Query({ schema: CoverageQuery }) query: CoverageQuery): Promise<Coverage> {
    return this.queries.matrix(actor, query);
  }

  @Get('records')
  @Requires('lead.read')
  @Returns(CoverageRecordPage)
  records(@CurrentActor() actor: Actor, @Query({ schema: CoverageRecordsQuery }) query: CoverageRecordsQuery) {
    return this.queries.records(actor, query);
  }
}
