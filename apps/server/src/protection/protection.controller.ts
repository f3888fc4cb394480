import {
  Conflict,
  ConflictPage,
  ConflictQuery,
  HolderList,
  IdParams,
  Lead,
  MakeTransfer,
  Ownership,
  PoolPage,
  PoolQuery,
  Problem,
  ReleaseLead,
  SettleConflict,
  Transfer,
  TransferPage,
  TransferPreview,
  TransferPreviewQuery,
  TransferQuery,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { ConflictQueries } from './conflict.queries';
import { ConflictService } from './conflict.service';
import { holdersOf, shownHolders } from './holders';
import { PoolService } from './pool.service';
import { TransferService } from './transfer.service';

/** Whose a company is by having reported it first, and how that changes. */
@Controller()
export class ProtectionController {
  constructor(
    private readonly db: DataSource,
    private readonly pool: PoolService,
  ) {}

  @Get('companies/:id/holders')
  @Requires('company.read')
  @Returns(HolderList)
  async holders(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    const [known]: unknown[] = await this.db.query('SELECT 1 FROM companies WHERE id = $1 AND deleted_at IS NULL', [
      id,
    ]);
    if (!known) throw new Problem('not-found');
    return { items: shownHolders(actor, await holdersOf(this.db.manager, id)) };
  }

  @Get('leads/:id/ownership')
  @Requires('lead.read')
  @Returns(Ownership)
  ownership(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.pool.ownership(actor, id);
  }

  @Get('pool')
  @Requires('pool.read')
  @Returns(PoolPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: PoolQuery }) query: PoolQuery) {
    return this.pool.page(actor, query);
  }

  @Post('leads/:id/release')
  @Requires('pool.release')
  @Returns(Lead)
  release(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: ReleaseLead }) input: ReleaseLead,
  ) {
    return this.pool.release(actor, id, input);
  }

  @Post('leads/:id/claim')
  @Requires('pool.claim')
  @Returns(Lead)
  claim(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.pool.claim(actor, id);
  }
}

/** Two reports of one company, and the head's ruling. */
@Controller('conflicts')
export class ConflictController {
  constructor(
    private readonly conflicts: ConflictService,
    private readonly queries: ConflictQueries,
  ) {}

  @Get()
  @Requires('conflict.read')
  @Returns(ConflictPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: ConflictQuery }) query: ConflictQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('conflict.read')
  @Returns(Conflict)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post(':id/settle')
  @Requires('conflict.settle')
  @Returns(Conflict)
  settle(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SettleConflict }) input: SettleConflict,
  ) {
    return this.conflicts.settle(actor, id, input);
  }
}

/** What somebody who leaves hands to somebody who stays. */
@Controller('transfers')
export class TransferController {
  constructor(private readonly transfers: TransferService) {}

  @Get()
  @Requires('transfer.read')
  @Returns(TransferPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: TransferQuery }) query: TransferQuery) {
    return this.transfers.page(actor, query);
  }

  @Get('preview')
  @Requires('transfer.make')
  @Returns(TransferPreview)
  preview(@CurrentActor() actor: Actor, @Query({ schema: TransferPreviewQuery }) { fromUserId }: TransferPreviewQuery) {
    return this.transfers.preview(actor, fromUserId);
  }

  @Get(':id')
  @Requires('transfer.read')
  @Returns(Transfer)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.transfers.visible(actor, id);
  }

  @Post()
  @Requires('transfer.make')
  @Returns(Transfer, 201)
  make(@CurrentActor() actor: Actor, @Body({ schema: MakeTransfer }) input: MakeTransfer) {
    return this.transfers.make(actor, input);
  }

  @Post(':id/undo')
  @Requires('transfer.undo')
  @Returns(Transfer)
  undo(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.transfers.undo(actor, id);
  }
}
