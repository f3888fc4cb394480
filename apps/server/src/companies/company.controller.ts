import {
  AppointManager,
  AuditPage,
  Company,
  CompanyPage,
  CompanyQuery,
  CreateCompany,
  IdParams,
  SimilarCompanies,
  SimilarQuery,
  TimelineQuery,
  UpdateCompany,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Timelines } from '../audit';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { AccountManagers } from './account-managers';
import { CompanyQueries } from './company.queries';
import { CompanyService } from './company.service';

@Controller('companies')
export class CompanyController {
  constructor(
    private readonly companies: CompanyService,
    private readonly queries: CompanyQueries,
    private readonly appointments: AccountManagers,
    private readonly timelines: Timelines,
  ) {}

  @Get()
  @Requires('company.read')
  @Returns(CompanyPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: CompanyQuery }) query: CompanyQuery) {
    return this.queries.page(actor, query);
  }

  @Get('similar')
  @Requires('company.read')
  @Returns(SimilarCompanies)
  async similar(@Query({ schema: SimilarQuery }) { name, except }: SimilarQuery) {
    return { items: await this.queries.similar({ nameLocal: name }, except ?? null) };
  }

  @Get(':id')
  @Requires('company.read')
  @Returns(Company)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.one(id);
  }

  @Get(':id/timeline')
  @Requires('company.read')
  @Returns(AuditPage)
  async timeline(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ) {
    await this.queries.one(id);
    return this.timelines.ofCompany(actor, id, query);
  }

  @Post()
  @Requires('company.create')
  @Returns(Company, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateCompany }) input: CreateCompany) {
    return this.companies.create(actor, input);
  }

  @Patch(':id')
  @Requires('company.update')
  @Returns(Company)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateCompany }) input: UpdateCompany,
  ) {
    return this.companies.update(actor, id, input);
  }

  @Post(':id/account-manager')
  @Requires('company.appoint')
  @Returns(Company)
  appoint(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: AppointManager }) input: AppointManager,
  ) {
    return this.appointments.appoint(actor, id, input);
  }

  @Delete(':id')
  @Requires('company.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.companies.remove(actor, id);
  }
}
