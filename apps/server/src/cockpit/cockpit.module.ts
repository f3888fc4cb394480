import { Module } from '@nestjs/common';
import { FunnelModule } from '../funnel';
import { CockpitController } from './cockpit.controller';
import { CockpitQueries } from './cockpit.queries';

/** One page for Monday morning: how the business stands, where it stalls, what is late, and what has changed. */
@Module({
  imports: [FunnelModule],
  controllers: [CockpitController],
  providers: [CockpitQueries],
  exports: [CockpitQueries],
})
export class CockpitModule {}
