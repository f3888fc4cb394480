import {
  CreateTarget,
  IdParams,
  Target,
  TargetHistory,
  TargetPage,
  TargetProgressQuery,
  TargetQuery,
  TargetRecordPage,
  TargetRecordsQuery,
  TargetsProgress,
  UpdateTarget,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { ProgressQueries } from './progress.queries';
import { TargetQueries } from './target.queries';
import { TargetService } from './target.service';

@Controller('targets')
export class TargetController {
  constructor(
    private readonly targets: TargetService,
    private readonly queries: TargetQueries,
    private readonly progressQueries: ProgressQueries,
  ) {}

  @Get()
  @Requires('target.read')
  @Returns(TargetPage)
  page(@Query({ schema: TargetQuery }) query: TargetQuery) {
    return this.queries.page(query);
  }

  @Get('progress')
  @Requires('target.read')
  @Returns(TargetsProgress)
  progress(@CurrentActor() actor: Actor, @Query({ schema: TargetProgressQuery }) query: TargetProgressQuery) {
    return this.progressQueries.progress(actor, query);
  }

  @Post()
  @Requires('target.edit')
  @Returns(Target, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateTarget }) input: CreateTarget) {
    return this.targets.create(actor, input);
  }

  @Get(':id')
  @Requires('target.read')
  @Returns(Target)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.one(id);
  }

  @Get(':id/records')
  @Requires('target.read')
  @Returns(TargetRecordPage)
  records(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: TargetRecordsQuery }) query: TargetRecordsQuery,
  ) {
    return this.progressQueries.records(actor, id, query);
  }

  @Get(':id/history')
  @Requires('target.read')
  @Returns(TargetHistory)
  async history(@Param({ schema: IdParams }) { id }: IdParams) {
    return { items: await this.queries.history(id) };
  }

  @Patch(':id')
  @Requires('target.edit')
  @Returns(Target)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateTarget }) input: UpdateTarget,
  ) {
    return this.targets.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('target.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.targets.remove(actor, id);
  }
}
