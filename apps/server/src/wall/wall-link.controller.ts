import { CreatedWallLink, CreateWallLink, IdParams, Problem, WallLinkPage, WallLinkQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { WallLinkQueries } from './wall-link.queries';
import { WallLinkService } from './wall-link.service';

@Controller('wall-links')
export class WallLinkController {
  constructor(
    private readonly links: WallLinkService,
    private readonly queries: WallLinkQueries,
  ) {}

  @Get()
  @Requires('wallLink.edit')
  @Returns(WallLinkPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: WallLinkQuery }) query: WallLinkQuery) {
    return this.queries.page(actor, query);
  }

  @Post()
  @Requires('wallLink.edit')
  @Returns(CreatedWallLink, 201)
  create(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { sessionId }: SignedIn,
    @Body({ schema: CreateWallLink }) input: CreateWallLink,
  ): Promise<CreatedWallLink> {
    if (!sessionId) throw new Problem('not-allowed', { detail: 'a token makes no link to a wall screen; sign in' });
    return this.links.create(actor, input);
  }

  @Delete(':id')
  @Requires('wallLink.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<void> {
    return this.links.revoke(actor, id);
  }
}
