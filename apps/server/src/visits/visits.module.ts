import { Module } from '@nestjs/common';
import { FollowUpsModule } from '../follow-ups';
import { LeadsModule } from '../leads';
import { NextStepService } from './next-step.service';
import { VisitController } from './visit.controller';
import { VisitQueries } from './visit.queries';
import { VisitService } from './visit.service';

@Module({
  imports: [FollowUpsModule, LeadsModule],
  controllers: [VisitController],
  providers: [NextStepService, VisitQueries, VisitService],
  exports: [VisitQueries, VisitService],
})
export class VisitsModule {}
