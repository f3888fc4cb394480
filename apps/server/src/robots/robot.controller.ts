import { CreateRobot, IdParams, Robot, RobotPage, RobotQuery, RobotTest, UpdateRobot } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { RobotQueries } from './robot.queries';
import { RobotService } from './robot.service';

@Controller('robots')
export class RobotController {
  constructor(
    private readonly robots: RobotService,
    private readonly queries: RobotQueries,
  ) {}

  @Get()
  @Requires('robot.read')
  @Returns(RobotPage)
  page(@Query({ schema: RobotQuery }) query: RobotQuery) {
    return this.queries.page(query);
  }

  @Get(':id')
  @Requires('robot.read')
  @Returns(Robot)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.one(id);
  }

  @Post()
  @Requires('robot.edit')
  @Returns(Robot, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateRobot }) input: CreateRobot) {
    return this.robots.create(actor, input);
  }

  @Patch(':id')
  @Requires('robot.edit')
  @Returns(Robot)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateRobot }) input: UpdateRobot,
  ) {
    return this.robots.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('robot.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.robots.remove(actor, id);
  }

  @Post(':id/test')
  @Requires('robot.edit')
  @Returns(RobotTest)
  test(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.robots.test(id);
  }
}
