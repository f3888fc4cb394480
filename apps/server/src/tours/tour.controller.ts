import { CreateTour, IdParams, Tour, TourPage, TourQuery, UpdateTour } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { TourQueries } from './tour.queries';
import { TourService } from './tour.service';

/** Outbound journeys; their stops are `GET /visits?tour=`. */
@Controller('tours')
export class TourController {
  constructor(
    private readonly tours: TourService,
    private readonly queries: TourQueries,
  ) {}

  @Get()
  @Requires('visit.read')
  @Returns(TourPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: TourQuery }) query: TourQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('visit.read')
  @Returns(Tour)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post()
  @Requires('visit.create')
  @Returns(Tour, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateTour }) input: CreateTour) {
    return this.tours.create(actor, input);
  }

  @Patch(':id')
  @Requires('visit.update')
  @Returns(Tour)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateTour }) input: UpdateTour,
  ) {
    return this.tours.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('visit.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.tours.remove(actor, id);
  }
}
