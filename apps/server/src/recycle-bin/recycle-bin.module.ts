import { Module } from '@nestjs/common';
import { DealsModule } from '../deals';
import { FollowUpsModule } from '../follow-ups';
import { LeadsModule } from '../leads';
import { RecycleBinPurge } from './purge';
import { RecycleBinController } from './recycle-bin.controller';
import { RecycleBinService } from './recycle-bin.service';

@Module({
  imports: [DealsModule, FollowUpsModule, LeadsModule],
  controllers: [RecycleBinController],
  providers: [RecycleBinPurge, RecycleBinService],
  exports: [RecycleBinPurge],
})
export class RecycleBinModule {}
