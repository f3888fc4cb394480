import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { LeadsModule } from '../leads';
import { DealController } from './deal.controller';
import { DealQueries } from './deal.queries';
import { DealService } from './deal.service';

@Module({
  imports: [AuditModule, LeadsModule],
  controllers: [DealController],
  providers: [DealQueries, DealService],
  exports: [DealQueries, DealService],
})
export class DealsModule {}
