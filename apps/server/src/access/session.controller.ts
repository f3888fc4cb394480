import { IdParams, Me, Problem, SessionList, SignIn } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Config } from '../platform/config';
import { CurrentActor, CurrentSignIn, Public, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { MeQueries } from './me.queries';
import { sessionCookie } from './sessions';
import { SignInService, visitorOf } from './sign-in.service';

@Controller('sessions')
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly me: MeQueries,
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  @Post()
  @Public()
  @Returns(Me, 201)
  async signIn(
    @Body({ schema: SignIn }) input: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const token = await this.signIns.signIn(input, visitorOf(request));
    reply.setCookie(sessionCookie, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      path: '/',
      maxAge: this.config.settings.SESSION_ABSOLUTE_SECONDS,
    });
    return this.me.byToken(token);
  }

  @Get()
  @Requires('account.use')
  @Returns(SessionList)
  async list(@CurrentActor() actor: Actor, @CurrentSignIn() signedIn: SignedIn) {
    const items: object[] = await this.db.query(
      `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", address, user_agent AS "userAgent",
              id IS NOT DISTINCT FROM $2 AS current
       FROM sessions WHERE user_id = $1 AND expires_at > now() ORDER BY last_seen_at DESC`,
      [actor.id, signedIn.sessionId],
    );
    return { items };
  }

  @Delete('current')
  @Requires('account.use')
  @ReturnsNothing()
  async signOut(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() signedIn: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.signIns.signOut(actor.id, signedIn.sessionId);
    reply.clearCookie(sessionCookie, { path: '/' });
  }

  @Delete()
  @Requires('account.use')
  @ReturnsNothing()
  async signOutEverywhere(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.signIns.end(actor.id, 'all');
    reply.clearCookie(sessionCookie, { path: '/' });
  }

  @Delete(':id')
  @Requires('account.use')
  @ReturnsNothing()
  async end(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<void> {
    const own = await this.db.query('SELECT FROM sessions WHERE id = $1 AND user_id = $2', [id, actor.id]);
    if (own.length === 0) throw new Problem('not-found');
    await this.signIns.end(actor.id, [id]);
  }
}
