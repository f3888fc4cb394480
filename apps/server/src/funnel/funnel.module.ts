import { Module } from '@nestjs/common';
import { FunnelDesk } from './funnel-desk';
import { FunnelMirror } from './funnel-mirror';
import { FunnelController } from './funnel.controller';
import { FunnelQueries } from './funnel.queries';
import { MovementController } from './movement.controller';
import { MovementQueries } from './movement.queries';

/** The conversion funnel: figures computed from the recorded history, and the leads behind each. */
@Module({
  controllers: [FunnelController, MovementController],
  providers: [FunnelMirror, FunnelDesk, FunnelQueries, MovementQueries],
  exports: [FunnelMirror, FunnelDesk, FunnelQueries],
})
export class FunnelModule {}
