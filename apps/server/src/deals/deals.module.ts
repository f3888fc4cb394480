import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { LeadsModule } from '../leads';
import { FollowUpsModule } from '../follow-ups';
import { DealConcealment } from './conceal-deal';
import { DealController } from './deal.controller';
import { DealQueries } from './deal.queries';
import { DealService } from './deal.service';

@Module({
  imports: [AuditModule, FollowUpsModule, LeadsModule],
  controllers: [DealController],
  providers: [DealConcealment, DealQueries, DealService],
  exports: [DealQueries, DealService],
})
export class DealsModule {}
