import { Cockpit, CockpitQuery, CockpitRecordPage, CockpitRecordsQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { CockpitQueries } from './cockpit.queries';

@Controller('cockpit')
export class CockpitController {
  constructor(private readonly queries: CockpitQueries) {}

  @Get()
  @Requires('cockpit.read')
  @Returns(Cockpit)
  read(@CurrentActor() actor: Actor, @Query({ schema: CockpitQuery }) query: CockpitQuery): Promise<Cockpit> {
    return this.queries.read(actor, query);
  }

  @Get('records')
  @Requires('cockpit.read')
  @Returns(CockpitRecordPage)
  records(@CurrentActor() actor: Actor, @Query({ schema: CockpitRecordsQuery }) query: CockpitRecordsQuery) {
    return this.queries.records(actor, query);
  }
}
