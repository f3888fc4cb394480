import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { FollowUpsModule } from '../follow-ups';
import { LeadController } from './lead.controller';
import { LeadQueries } from './lead.queries';
import { LeadService } from './lead.service';

@Module({
  imports: [AuditModule, FollowUpsModule],
  controllers: [LeadController],
  providers: [LeadQueries, LeadService],
  exports: [LeadQueries, LeadService],
})
export class LeadsModule {}
