import { Module } from '@nestjs/common';
import { FunnelModule } from '../funnel';
import { CoverageController } from './coverage.controller';
import { CoverageQueries } from './coverage.queries';

/** Where the gaps of the industry chains are worked on, and where nobody does. */
@Module({
  imports: [FunnelModule],
  controllers: [CoverageController],
  providers: [CoverageQueries],
  exports: [CoverageQueries],
})
export class CoverageModule {}
