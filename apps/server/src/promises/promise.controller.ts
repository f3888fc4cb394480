import {
  CreatePromise,
  IdParams,
  InvestorPromise,
  PromisePage,
  PromiseQuery,
  SettlePromise,
  UpdatePromise,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { PromiseQueries } from './promise.queries';
import { PromiseService } from './promise.service';

/** What was promised to investors, and whether it is kept. */
@Controller()
export class PromiseController {
  constructor(
    private readonly promises: PromiseService,
    private readonly queries: PromiseQueries,
  ) {}

  @Get('promises')
  @Requires('promise.read')
  @Returns(PromisePage)
  page(@CurrentActor() actor: Actor, @Query({ schema: PromiseQuery }) query: PromiseQuery) {
    return this.queries.page(actor, query);
  }

  @Get('promises/:id')
  @Requires('promise.read')
  @Returns(InvestorPromise)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post('leads/:id/promises')
  @Requires('promise.create')
  @Returns(InvestorPromise, 201)
  create(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: CreatePromise }) input: CreatePromise,
  ) {
    return this.promises.create(actor, id, input);
  }

  @Patch('promises/:id')
  @Requires('promise.update')
  @Returns(InvestorPromise)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdatePromise }) input: UpdatePromise,
  ) {
    return this.promises.update(actor, id, input);
  }

  @Post('promises/:id/state')
  @Requires('promise.update')
  @Returns(InvestorPromise)
  settle(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SettlePromise }) input: SettlePromise,
  ) {
    return this.promises.settle(actor, id, input);
  }
}
