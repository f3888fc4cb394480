import {
  CreateProblem,
  IdParams,
  MoveProblem,
  ProblemPage,
  ProblemQuery,
  ProjectProblem,
  UpdateProblem,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, CurrentSignIn, Requires, Returns } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { dateIn } from '../platform/time';
import { ProblemQueries } from './problem.queries';
import { ProblemService } from './problem.service';

/** What stands in the way of deals and landed companies (卡点), each with who sees to it and until when. */
@Controller()
export class ProblemController {
  constructor(
    private readonly problems: ProblemService,
    private readonly queries: ProblemQueries,
  ) {}

  @Get('problems')
  @Requires('problem.read')
  @Returns(ProblemPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: ProblemQuery }) query: ProblemQuery) {
    return this.queries.page(actor, query);
  }

  @Get('problems/:id')
  @Requires('problem.read')
  @Returns(ProjectProblem)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post('deals/:id/problems')
  @Requires('problem.create')
  @Returns(ProjectProblem, 201)
  onDeal(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: CreateProblem }) input: CreateProblem,
  ) {
    return this.problems.onDeal(actor, id, input);
  }

  @Post('companies/:id/problems')
  @Requires('problem.create')
  @Returns(ProjectProblem, 201)
  onCompany(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: CreateProblem }) input: CreateProblem,
  ) {
    return this.problems.onCompany(actor, id, input);
  }

  @Patch('problems/:id')
  @Requires('problem.update')
  @Returns(ProjectProblem)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateProblem }) input: UpdateProblem,
  ) {
    return this.problems.update(actor, id, input);
  }

  @Post('problems/:id/state')
  @Requires('problem.update')
  @Returns(ProjectProblem)
  move(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: MoveProblem }) input: MoveProblem,
  ) {
    return this.problems.move(actor, id, input, dateIn(timeZone));
  }
}
