import {
  CreateFollowUp,
  FollowUp,
  FollowUpPage,
  FollowUpQuery,
  IdParams,
  PlanFollowUps,
  PlannedFollowUps,
  UpdateFollowUp,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { FollowUpQueries } from './follow-up.queries';
import { FollowUpService } from './follow-up.service';

@Controller('follow-ups')
export class FollowUpController {
  constructor(
    private readonly followUps: FollowUpService,
    private readonly queries: FollowUpQueries,
  ) {}

  @Get()
  @Requires('followUp.read')
  @Returns(FollowUpPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: FollowUpQuery }) query: FollowUpQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('followUp.read')
  @Returns(FollowUp)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post()
  @Requires('followUp.create')
  @Returns(FollowUp, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateFollowUp }) input: CreateFollowUp) {
    return this.followUps.create(actor, input);
  }

  @Post('for-leads')
  @Requires('followUp.create')
  @Returns(PlannedFollowUps)
  planFor(@CurrentActor() actor: Actor, @Body({ schema: PlanFollowUps }) input: PlanFollowUps) {
    return this.followUps.planFor(actor, input);
  }

  @Patch(':id')
  @Requires('followUp.update')
  @Returns(FollowUp)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateFollowUp }) input: UpdateFollowUp,
  ) {
    return this.followUps.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('followUp.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.followUps.remove(actor, id);
  }
}
