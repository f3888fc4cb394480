import { Module } from '@nestjs/common';
import { CompaniesModule } from '../companies';
import { ContactsModule } from '../contacts';
import { FollowUpsModule } from '../follow-ups';
import { LeadsModule } from '../leads';
import { VisitsModule } from '../visits';
import { QuickLogController } from './quick-log.controller';
import { QuickLogService } from './quick-log.service';

@Module({
  imports: [CompaniesModule, ContactsModule, FollowUpsModule, LeadsModule, VisitsModule],
  controllers: [QuickLogController],
  providers: [QuickLogService],
})
export class QuickLogsModule {}
