import { CreateSavedView, IdParams, SavedView, SavedViewPage, SavedViewQuery, UpdateSavedView } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { SavedViewQueries } from './saved-view.queries';
import { SavedViewService } from './saved-view.service';

@Controller('saved-views')
export class SavedViewController {
  constructor(
    private readonly views: SavedViewService,
    private readonly queries: SavedViewQueries,
  ) {}

  @Get()
  @Requires('view.read')
  @Returns(SavedViewPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: SavedViewQuery }) query: SavedViewQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('view.read')
  @Returns(SavedView)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post()
  @Requires('view.edit')
  @Returns(SavedView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateSavedView }) input: CreateSavedView) {
    return this.views.create(actor, input);
  }

  @Patch(':id')
  @Requires('view.edit')
  @Returns(SavedView)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateSavedView }) input: UpdateSavedView,
  ) {
    return this.views.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('view.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.views.remove(actor, id);
  }
}
