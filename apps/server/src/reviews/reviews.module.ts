import { Module } from '@nestjs/common';
import { DealsModule } from '../deals';
import { FollowUpsModule } from '../follow-ups';
import { LeadsModule } from '../leads';
import { AssignmentController } from './assignment.controller';
import { AssignmentQueries } from './assignment.queries';
import { AssignmentService } from './assignment.service';
import { OfferController } from './offer.controller';
import { OfferJudges } from './offer-judges';
import { OfferQueries } from './offer.queries';
import { OfferService } from './offer.service';
import { ScorecardController } from './scorecard.controller';
import { ScorecardService } from './scorecard.service';
import { ScreeningController } from './screening.controller';

/** What is judged before a deal is signed: screening, scorecards, offers, and what other departments answer. */
@Module({
  imports: [DealsModule, FollowUpsModule, LeadsModule],
  controllers: [AssignmentController, OfferController, ScorecardController, ScreeningController],
  providers: [AssignmentQueries, AssignmentService, OfferJudges, OfferQueries, OfferService, ScorecardService],
})
export class ReviewsModule {}
