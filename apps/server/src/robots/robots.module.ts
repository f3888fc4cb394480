import { Module } from '@nestjs/common';
import { RobotController } from './robot.controller';
import { RobotQueries } from './robot.queries';
import { RobotSender } from './robot.sender';
import { RobotService } from './robot.service';

@Module({
  controllers: [RobotController],
  providers: [RobotQueries, RobotSender, RobotService],
  exports: [RobotSender],
})
export class RobotsModule {}
