import { RecycleBinPage, RecycleBinQuery, RestoreParams } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { RecycleBinService } from './recycle-bin.service';

@Controller('recycle-bin')
export class RecycleBinController {
  constructor(private readonly recycleBin: RecycleBinService) {}

  @Get()
  @Requires('recycleBin.read')
  @Returns(RecycleBinPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: RecycleBinQuery }) query: RecycleBinQuery) {
    return this.recycleBin.page(actor, query);
  }

  @Post(':type/:id/restore')
  @Requires('recycleBin.restore')
  @ReturnsNothing()
  restore(@CurrentActor() actor: Actor, @Param({ schema: RestoreParams }) params: RestoreParams) {
    return this.recycleBin.restore(actor, params);
  }
}
