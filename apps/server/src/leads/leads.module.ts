import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { LeadController } from './lead.controller';
import { LeadQueries } from './lead.queries';
import { LeadService } from './lead.service';

@Module({
  imports: [AuditModule],
  controllers: [LeadController],
  providers: [LeadQueries, LeadService],
  exports: [LeadQueries, LeadService],
})
export class LeadsModule {}
