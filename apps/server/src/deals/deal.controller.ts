import {
  AuditPage,
  Board,
  BoardQuery,
  ConcealDeal,
  ConcealedDeals,
  ConvertLead,
  CreateDeal,
  Deal,
  DealPage,
  DealQuery,
  IdParams,
  Lead,
  MoveDeal,
  MovedDeals,
  MoveDeals,
  SplitLead,
  StageChangeList,
  TimelineQuery,
  UpdateDeal,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Timelines } from '../audit';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { dateIn } from '../platform/time';
import { DealConcealment } from './conceal-deal';
import { DealQueries } from './deal.queries';
import { DealService } from './deal.service';

@Controller()
export class DealController {
  constructor(
    private readonly deals: DealService,
    private readonly queries: DealQueries,
    private readonly concealment: DealConcealment,
    private readonly timelines: Timelines,
  ) {}

  @Get('deals')
  @Requires('deal.read')
  @Returns(DealPage)
  page(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Query({ schema: DealQuery }) query: DealQuery,
  ) {
    return this.queries.page(actor, query, timeZone);
  }

  @Get('deals/board')
  @Requires('deal.read')
  @Returns(Board)
  board(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Query({ schema: BoardQuery }) query: BoardQuery,
  ) {
    return this.queries.board(actor, query, timeZone);
  }

  @Post('deals/stage')
  @Requires('deal.move')
  @Returns(MovedDeals)
  moveAll(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Body({ schema: MoveDeals }) input: MoveDeals,
  ) {
    return this.deals.moveAll(actor, input, dateIn(timeZone));
  }

  @Get('deals/concealed')
  @Requires('deal.countConcealed')
  @Returns(ConcealedDeals)
  concealed(@CurrentActor() actor: Actor) {
    return this.queries.concealed(actor);
  }

  @Get('deals/:id')
  @Requires('deal.read')
  @Returns(Deal)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Get('deals/:id/stage-changes')
  @Requires('deal.read')
  @Returns(StageChangeList)
  async stageChanges(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    await this.queries.visible(actor, id);
    return this.queries.stageChanges(id);
  }

  @Get('deals/:id/timeline')
  @Requires('deal.read')
  @Returns(AuditPage)
  async timeline(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ) {
    const { leadId } = await this.queries.visible(actor, id);
    return this.timelines.ofLead(actor, leadId, query);
  }

  @Post('deals')
  @Requires('deal.create')
  @Returns(Deal, 201)
  create(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Body({ schema: CreateDeal }) input: CreateDeal,
  ) {
    return this.deals.create(actor, input, dateIn(timeZone));
  }

  @Patch('deals/:id')
  @Requires('deal.update')
  @Returns(Deal)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateDeal }) input: UpdateDeal,
  ) {
    return this.deals.update(actor, id, input);
  }

  @Delete('deals/:id')
  @Requires('deal.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.deals.remove(actor, id);
  }

  @Post('deals/:id/stage')
  @Requires('deal.move')
  @Returns(Deal)
  move(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: MoveDeal }) input: MoveDeal,
  ) {
    return this.deals.move(actor, id, input, dateIn(timeZone));
  }

  @Post('deals/:id/confidentiality')
  @Requires('deal.conceal')
  @Returns(Deal)
  conceal(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ConcealDeal }) input: ConcealDeal,
  ) {
    return this.concealment.set(actor, id, input);
  }

  @Post('leads/:id/convert')
  @Requires('deal.create')
  @Returns(Deal, 201, { current: Lead })
  convert(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ConvertLead }) input: ConvertLead,
  ) {
    return this.deals.convert(actor, id, input, dateIn(timeZone));
  }

  @Post('leads/:id/split')
  @Requires('deal.create')
  @Returns(Deal, 201, { current: Lead })
  split(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SplitLead }) input: SplitLead,
  ) {
    return this.deals.split(actor, id, input, dateIn(timeZone));
  }
}
