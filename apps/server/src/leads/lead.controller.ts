import {
  AssignLead,
  AuditPage,
  CreateLead,
  IdParams,
  Lead,
  LeadPage,
  LeadQuery,
  MoveLead,
  TimelineQuery,
  UpdateLead,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Timelines } from '../audit';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { dateIn } from '../platform/time';
import { LeadQueries } from './lead.queries';
import { LeadService } from './lead.service';

@Controller('leads')
export class LeadController {
  constructor(
    private readonly leads: LeadService,
    private readonly queries: LeadQueries,
    private readonly timelines: Timelines,
  ) {}

  @Get()
  @Requires('lead.read')
  @Returns(LeadPage)
  page(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Query({ schema: LeadQuery }) query: LeadQuery,
  ) {
    return this.queries.page(actor, query, timeZone);
  }

  @Get(':id')
  @Requires('lead.read')
  @Returns(Lead)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Get(':id/timeline')
  @Requires('lead.read')
  @Returns(AuditPage)
  async timeline(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ) {
    await this.queries.visible(actor, id);
    return this.timelines.ofLead(actor, id, query);
  }

  @Post()
  @Requires('lead.create')
  @Returns(Lead, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateLead }) input: CreateLead) {
    return this.leads.create(actor, input);
  }

  @Patch(':id')
  @Requires('lead.update')
  @Returns(Lead)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateLead }) input: UpdateLead,
  ) {
    return this.leads.update(actor, id, input);
  }

  @Post(':id/status')
  @Requires('lead.move')
  @Returns(Lead)
  move(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: MoveLead }) input: MoveLead,
  ) {
    return this.leads.move(actor, id, input, dateIn(timeZone));
  }

  @Post(':id/owner')
  @Requires('lead.assign')
  @Returns(Lead)
  assign(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: AssignLead }) input: AssignLead,
  ) {
    return this.leads.assign(actor, id, input);
  }

  @Delete(':id')
  @Requires('lead.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.leads.remove(actor, id);
  }
}
