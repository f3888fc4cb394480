import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { FollowUpsModule } from '../follow-ups';
import { CompanyController } from './company.controller';
import { CompanyQueries } from './company.queries';
import { CompanyService } from './company.service';

@Module({
  imports: [AuditModule, FollowUpsModule],
  controllers: [CompanyController],
  providers: [CompanyQueries, CompanyService],
  exports: [CompanyQueries, CompanyService],
})
export class CompaniesModule {}
