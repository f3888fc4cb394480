import { Module } from '@nestjs/common';
import { FollowUpsModule } from '../follow-ups';
import { LeadsModule } from '../leads';
import { ProblemsModule } from '../problems';
import { PromisesModule } from '../promises';
import { ConflictQueries } from './conflict.queries';
import { ConflictService } from './conflict.service';
import { PoolService } from './pool.service';
import { ConflictController, ProtectionController, TransferController } from './protection.controller';
import { ProtectionSweep } from './sweep';
import { TransferService } from './transfer.service';

@Module({
  imports: [FollowUpsModule, LeadsModule, ProblemsModule, PromisesModule],
  controllers: [ConflictController, ProtectionController, TransferController],
  providers: [ConflictQueries, ConflictService, PoolService, ProtectionSweep, TransferService],
  exports: [ProtectionSweep],
})
export class ProtectionModule {}
