import { Module } from '@nestjs/common';
import { DealsModule } from '../deals';
import { LeadsModule } from '../leads';
import { DealMoneyQueries } from './deal-money.queries';
import { FundController } from './fund.controller';
import { FundQueries } from './fund.queries';
import { FundService } from './fund.service';
import { PlanService } from './plan.service';
import { RateController } from './rate.controller';
import { RateService } from './rate.service';

/** What came in and was spent on a deal, what was planned, and the rates that bring it to one currency. */
@Module({
  imports: [DealsModule, LeadsModule],
  controllers: [FundController, RateController],
  providers: [DealMoneyQueries, FundQueries, FundService, PlanService, RateService],
})
export class MoneyModule {}
