import { IdParams, Review, SubmitScorecard } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { ScorecardService } from './scorecard.service';

@Controller('deals/:id/scorecards')
export class ScorecardController {
  constructor(private readonly scorecards: ScorecardService) {}

  @Get()
  @Requires('scorecard.read')
  @Returns(Review)
  read(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.scorecards.read(actor, id);
  }

  @Post()
  @Requires('scorecard.write')
  @Returns(Review, 201)
  submit(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SubmitScorecard }) input: SubmitScorecard,
  ) {
    return this.scorecards.submit(actor, id, input);
  }
}
