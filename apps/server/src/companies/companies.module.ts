import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { FollowUpsModule } from '../follow-ups';
import { AccountManagers } from './account-managers';
import { CompanyController } from './company.controller';
import { CompanyQueries } from './company.queries';
import { CompanyService } from './company.service';

@Module({
  imports: [AuditModule, FollowUpsModule],
  controllers: [CompanyController],
  providers: [AccountManagers, CompanyQueries, CompanyService],
  exports: [CompanyQueries, CompanyService],
})
export class CompaniesModule {}
