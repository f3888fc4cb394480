import { AuditEvent, AuditPage, AuditQuery, IdParams } from '@torch/contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { CurrentSignIn, Requires, Returns } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { AuditQueries } from './audit.queries';

@Controller('audit-events')
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  @Get()
  @Requires('audit.read')
  @Returns(AuditPage)
  page(@CurrentSignIn() { timeZone }: SignedIn, @Query({ schema: AuditQuery }) query: AuditQuery) {
    return this.queries.page(query, timeZone);
  }

  @Get(':id')
  @Requires('audit.read')
  @Returns(AuditEvent)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.one(id);
  }
}
