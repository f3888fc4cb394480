import { Module } from '@nestjs/common';
import { CockpitModule } from '../cockpit';
import { CoverageModule } from '../coverage';
import { TargetsModule } from '../targets';
import { WallLinkController } from './wall-link.controller';
import { WallLinkQueries } from './wall-link.queries';
import { WallLinkService } from './wall-link.service';
import { WallController } from './wall.controller';

/** Links to wall screens, and what they show. */
@Module({
  imports: [CockpitModule, CoverageModule, TargetsModule],
  controllers: [WallLinkController, WallController],
  providers: [WallLinkQueries, WallLinkService],
})
export class WallModule {}
