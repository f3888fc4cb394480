import {
  CreateOffer,
  IdParams,
  MoveOffer,
  Offer,
  OfferPage,
  OfferQuery,
  ReviewOffer,
  UpdateOffer,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { OfferQueries } from './offer.queries';
import { OfferService } from './offer.service';

/** What the zone offers an investor, each with its legal basis and somebody else's judgement. */
@Controller()
export class OfferController {
  constructor(
    private readonly offers: OfferService,
    private readonly queries: OfferQueries,
  ) {}

  @Get('offers')
  @Requires('offer.read')
  @Returns(OfferPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: OfferQuery }) query: OfferQuery) {
    return this.queries.page(actor, query);
  }

  @Get('offers/:id')
  @Requires('offer.read')
  @Returns(Offer)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post('deals/:id/offers')
  @Requires('offer.create')
  @Returns(Offer, 201)
  create(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: CreateOffer }) input: CreateOffer,
  ) {
    return this.offers.create(actor, id, input);
  }

  @Patch('offers/:id')
  @Requires('offer.update')
  @Returns(Offer)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateOffer }) input: UpdateOffer,
  ) {
    return this.offers.update(actor, id, input);
  }

  @Post('offers/:id/state')
  @Requires('offer.update')
  @Returns(Offer)
  move(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: MoveOffer }) input: MoveOffer,
  ) {
    return this.offers.move(actor, id, input);
  }

  @Post('offers/:id/review')
  @Requires('offer.review')
  @Returns(Offer)
  review(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ReviewOffer }) input: ReviewOffer,
  ) {
    return this.offers.review(actor, id, input);
  }
}
