import { ChangePassword, Me, UpdateMe } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Patch, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CurrentActor, CurrentSignIn, Requires, Returns } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { AccountService } from './account.service';
import { MeQueries } from './me.queries';
import { visitorOf } from './sign-in.service';

@Controller('me')
export class MeController {
  constructor(
    private readonly accounts: AccountService,
    private readonly me: MeQueries,
  ) {}

  @Get()
  @Requires('account.use')
  @Returns(Me)
  read(@CurrentActor() actor: Actor): Promise<Me> {
    return this.me.byId(actor.id);
  }

  @Patch()
  @Requires('account.use')
  @Returns(Me)
  async update(@CurrentActor() actor: Actor, @Body({ schema: UpdateMe }) input: UpdateMe): Promise<Me> {
    await this.accounts.updateOwn(actor, input);
    return this.me.byId(actor.id);
  }

  @Post('password')
  @Requires('account.use')
  @Returns(Me)
  async changePassword(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() signedIn: SignedIn,
    @Body({ schema: ChangePassword }) input: ChangePassword,
    @Req() request: FastifyRequest,
  ): Promise<Me> {
    await this.accounts.changePassword(actor, input, signedIn.sessionId, visitorOf(request));
    return this.me.byId(actor.id);
  }
}
