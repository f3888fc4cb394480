import { Module } from '@nestjs/common';
import { RobotController } from './robot.controller';
import { RobotPostController } from './robot-post.controller';
import { RobotPosts } from './robot-posts';
import { RobotQueries } from './robot.queries';
import { RobotSender } from './robot.sender';
import { RobotService } from './robot.service';

@Module({
  controllers: [RobotController, RobotPostController],
  providers: [RobotPosts, RobotQueries, RobotSender, RobotService],
  exports: [RobotSender],
})
export class RobotsModule {}
