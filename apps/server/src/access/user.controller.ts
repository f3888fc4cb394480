import { ChangeRole, CreateUser, IdParams, UpdateUser, User, UserPage, UserQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { UserQueries } from './user.queries';
import { UserService } from './user.service';

@Controller('users')
export class UserController {
  constructor(
    private readonly users: UserService,
    private readonly queries: UserQueries,
  ) {}

  @Get()
  @Requires('user.list')
  @Returns(UserPage)
  page(@Query({ schema: UserQuery }) query: UserQuery) {
    return this.queries.page(query);
  }

  @Get(':id')
  @Requires('user.list')
  @Returns(User)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.one(id);
  }

  @Post()
  @Requires('user.manage')
  @Returns(User, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateUser }) input: CreateUser) {
    return this.users.create(actor, input);
  }

  @Patch(':id')
  @Requires('user.manage')
  @Returns(User)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateUser }) input: UpdateUser,
  ) {
    return this.users.update(actor, id, input);
  }

  @Post(':id/role')
  @Requires('user.changeRole')
  @Returns(User)
  changeRole(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ChangeRole }) input: ChangeRole,
  ) {
    return this.users.changeRole(actor, id, input);
  }
}
