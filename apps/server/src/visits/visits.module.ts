import { Module } from '@nestjs/common';
import { LeadsModule } from '../leads';
import { VisitController } from './visit.controller';
import { VisitQueries } from './visit.queries';
import { VisitService } from './visit.service';

@Module({
  imports: [LeadsModule],
  controllers: [VisitController],
  providers: [VisitQueries, VisitService],
  exports: [VisitQueries, VisitService],
})
export class VisitsModule {}
