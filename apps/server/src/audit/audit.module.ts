import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller';
import { AuditQueries } from './audit.queries';
import { EventRelay } from './relay';
import { Timelines } from './timelines';

@Module({
  controllers: [AuditController],
  providers: [AuditQueries, EventRelay, Timelines],
  exports: [EventRelay, Timelines],
})
export class AuditModule {}
