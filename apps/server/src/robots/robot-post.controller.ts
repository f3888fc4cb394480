import { RetriedRobotPosts, RetryRobotPosts, RobotPostPage, RobotPostQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { RobotPosts } from './robot-posts';

/** The outbox of the robots, for the administrator: what went, what waits, and what could not go. */
@Controller('robot-posts')
export class RobotPostController {
  constructor(private readonly posts: RobotPosts) {}

  @Get()
  @Requires('robot.read')
  @Returns(RobotPostPage)
  page(@Query({ schema: RobotPostQuery }) query: RobotPostQuery) {
    return this.posts.page(query);
  }

  /** Lets what failed or was given up be tried at once, as far as it is still to be told. */
  @Post('retry')
  @HttpCode(200)
  @Requires('robot.edit')
  @Returns(RetriedRobotPosts)
  retry(@CurrentActor() actor: Actor, @Body({ schema: RetryRobotPosts }) input: RetryRobotPosts) {
    return this.posts.again(actor, input);
  }
}
