import {
  CreateVisit,
  FollowUp,
  IdParams,
  NextStepParams,
  UpdateVisit,
  Visit,
  VisitPage,
  VisitQuery,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { NextStepService } from './next-step.service';
import { VisitQueries } from './visit.queries';
import { VisitService } from './visit.service';

@Controller('visits')
export class VisitController {
  constructor(
    private readonly visits: VisitService,
    private readonly queries: VisitQueries,
    private readonly steps: NextStepService,
  ) {}

  @Get()
  @Requires('visit.read')
  @Returns(VisitPage)
  page(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Query({ schema: VisitQuery }) query: VisitQuery,
  ) {
    return this.queries.page(actor, query, timeZone);
  }

  @Get(':id')
  @Requires('visit.read')
  @Returns(Visit)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post()
  @Requires('visit.create')
  @Returns(Visit, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateVisit }) input: CreateVisit) {
    return this.visits.create(actor, input);
  }

  @Patch(':id')
  @Requires('visit.update')
  @Returns(Visit)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateVisit }) input: UpdateVisit,
  ) {
    return this.visits.update(actor, id, input);
  }

  /** Makes a next step a follow-up; one that is a follow-up already answers with it. */
  @Post(':id/next-steps/:stepId/follow-up')
  @Requires('visit.update')
  @Returns(FollowUp)
  followUp(@CurrentActor() actor: Actor, @Param({ schema: NextStepParams }) { id, stepId }: NextStepParams) {
    return this.steps.make(actor, id, stepId);
  }

  @Delete(':id')
  @Requires('visit.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.visits.remove(actor, id);
  }
}
