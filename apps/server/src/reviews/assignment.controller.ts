import {
  AnswerAssignment,
  Assignment,
  AssignmentPage,
  AssignmentQuery,
  CreateAssignment,
  IdParams,
  SettleAssignment,
  UpdateAssignment,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { AssignmentQueries } from './assignment.queries';
import { AssignmentService } from './assignment.service';

/** What other departments are asked to do for a deal (交办), and all that they see of it. */
@Controller()
export class AssignmentController {
  constructor(
    private readonly assignments: AssignmentService,
    private readonly queries: AssignmentQueries,
  ) {}

  @Get('assignments')
  @Requires('assignment.read')
  @Returns(AssignmentPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: AssignmentQuery }) query: AssignmentQuery) {
    return this.queries.page(actor, query);
  }

  @Get('assignments/:id')
  @Requires('assignment.read')
  @Returns(Assignment)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post('deals/:id/assignments')
  @Requires('assignment.create')
  @Returns(Assignment, 201)
  create(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: CreateAssignment }) input: CreateAssignment,
  ) {
    return this.assignments.create(actor, id, input);
  }

  @Patch('assignments/:id')
  @Requires('assignment.update')
  @Returns(Assignment)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateAssignment }) input: UpdateAssignment,
  ) {
    return this.assignments.update(actor, id, input);
  }

  @Post('assignments/:id/answer')
  @Requires('assignment.answer')
  @Returns(Assignment)
  answer(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: AnswerAssignment }) input: AnswerAssignment,
  ) {
    return this.assignments.answer(actor, id, input);
  }

  @Post('assignments/:id/settle')
  @Requires('assignment.update')
  @Returns(Assignment)
  settle(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SettleAssignment }) input: SettleAssignment,
  ) {
    return this.assignments.settle(actor, id, input);
  }
}
