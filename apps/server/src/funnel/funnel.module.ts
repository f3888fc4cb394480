import { Module } from '@nestjs/common';
import { FunnelMirror } from './funnel-mirror';
import { FunnelController } from './funnel.controller';
import { FunnelQueries } from './funnel.queries';

/** The conversion funnel: figures computed from the recorded history, and the leads behind each. */
@Module({ controllers: [FunnelController], providers: [FunnelMirror, FunnelQueries], exports: [FunnelQueries] })
export class FunnelModule {}
