export { type RobotNews, queueRobotPost } from './robot-post';
export { RobotSender } from './robot.sender';
export { RobotsModule } from './robots.module';
