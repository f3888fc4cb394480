import { Module } from '@nestjs/common';
import { ProgressQueries } from './progress.queries';
import { TargetController } from './target.controller';
import { TargetQueries } from './target.queries';
import { TargetService } from './target.service';

/** What the zone means to reach, and how far it has come by its own records. */
@Module({
  controllers: [TargetController],
  providers: [ProgressQueries, TargetQueries, TargetService],
  exports: [ProgressQueries],
})
export class TargetsModule {}
