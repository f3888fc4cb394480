import { Module } from '@nestjs/common';
import { LeadsModule } from '../leads';
import { PromiseController } from './promise.controller';
import { PromiseQueries } from './promise.queries';
import { PromiseService } from './promise.service';

@Module({
  imports: [LeadsModule],
  controllers: [PromiseController],
  providers: [PromiseQueries, PromiseService],
  exports: [PromiseQueries, PromiseService],
})
export class PromisesModule {}
