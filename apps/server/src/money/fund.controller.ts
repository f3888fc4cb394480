import {
  ConfirmFund,
  CreateFund,
  DealMoney,
  Fund,
  FundPage,
  FundQuery,
  IdParams,
  ReopenFund,
  SetPlan,
  StandingPlan,
  UpdateFund,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { dateIn } from '../platform/time';
import { DealMoneyQueries } from './deal-money.queries';
import { FundQueries } from './fund.queries';
import { FundService } from './fund.service';
import { PlanService } from './plan.service';

/** Dated entries of money on deals, and what was planned for each year. */
@Controller()
export class FundController {
  constructor(
    private readonly funds: FundService,
    private readonly queries: FundQueries,
    private readonly plans: PlanService,
    private readonly money: DealMoneyQueries,
  ) {}

  @Get('funds')
  @Requires('fund.read')
  @Returns(FundPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: FundQuery }) query: FundQuery) {
    return this.queries.page(actor, query);
  }

  @Get('funds/:id')
  @Requires('fund.read')
  @Returns(Fund)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post('deals/:id/funds')
  @Requires('fund.create')
  @Returns(Fund, 201)
  create(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: CreateFund }) input: CreateFund,
  ) {
    return this.funds.create(actor, id, input, dateIn(timeZone));
  }

  @Patch('funds/:id')
  @Requires('fund.update')
  @Returns(Fund)
  update(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateFund }) input: UpdateFund,
  ) {
    return this.funds.update(actor, id, input, dateIn(timeZone));
  }

  @Delete('funds/:id')
  @Requires('fund.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.funds.remove(actor, id);
  }

  @Post('funds/:id/confirm')
  @Requires('fund.confirm')
  @Returns(Fund)
  confirm(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ConfirmFund }) input: ConfirmFund,
  ) {
    return this.funds.confirm(actor, id, input);
  }

  @Post('funds/:id/reopen')
  @Requires('fund.confirm')
  @Returns(Fund)
  reopen(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ReopenFund }) input: ReopenFund,
  ) {
    return this.funds.reopen(actor, id, input);
  }

  @Get('deals/:id/money')
  @Requires('fund.read')
  @Returns(DealMoney)
  read(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
  ) {
    return this.money.visible(actor, id, dateIn(timeZone));
  }

  @Put('deals/:id/plans')
  @Requires('fund.update')
  @Returns(DealMoney, 200, { current: StandingPlan })
  async plan(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SetPlan }) input: SetPlan,
  ) {
    await this.plans.set(actor, id, input);
    return this.money.visible(actor, id, dateIn(timeZone));
  }
}
