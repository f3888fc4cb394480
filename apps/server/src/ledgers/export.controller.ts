import {
  CreateExport,
  DecideExport,
  Export,
  ExportPage,
  ExportPreview,
  ExportQuery,
  IdParams,
  LedgerList,
  ListExport,
  PreviewExport,
  TellListExport,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentDisposition } from '../platform/http/content-disposition';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsFile } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { xlsxType } from '../platform/sheets/xlsx';
import { ExportQueries } from './export.queries';
import { ExportService } from './export.service';

/** Ledgers as files: chosen, approved where they are large or delicate, and fetched. */
@Controller('exports')
export class ExportController {
  constructor(
    private readonly exports: ExportService,
    private readonly queries: ExportQueries,
  ) {}

  @Get('ledgers')
  @Requires('ledger.export')
  @Returns(LedgerList)
  ledgers(@CurrentActor() actor: Actor) {
    return this.queries.ledgers(actor);
  }

  @Post('preview')
  @Requires('ledger.export')
  @Returns(ExportPreview)
  preview(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Body({ schema: PreviewExport }) input: PreviewExport,
  ) {
    return this.exports.preview(actor, input, timeZone);
  }

  @Post()
  @Requires('ledger.export')
  @Returns(Export, 201)
  create(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Body({ schema: CreateExport }) input: CreateExport,
  ) {
    return this.exports.create(actor, input, timeZone);
  }

  @Post('lists')
  @Requires('ledger.export')
  @Returns(ListExport, 201)
  tell(@CurrentActor() actor: Actor, @Body({ schema: TellListExport }) input: TellListExport) {
    return this.exports.tell(actor, input);
  }

  @Get()
  @Requires('export.read')
  @Returns(ExportPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: ExportQuery }) query: ExportQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('export.read')
  @Returns(Export)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post(':id/decision')
  @Requires('export.approve')
  @Returns(Export)
  decide(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: DecideExport }) input: DecideExport,
  ) {
    return this.exports.decide(actor, id, input);
  }

  /** Only to its owner, whoever else may know of the request. */
  @Get(':id/file')
  @Requires('account.use')
  @ReturnsFile(xlsxType)
  async file(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // A HEAD asks whether there is something to fetch; nothing leaves by it.
    if (request.method === 'HEAD') {
      await this.exports.demandFetchable(actor, id);
      await reply.send();
      return;
    }
    const { name, contentType, content } = await this.exports.file(actor, id, timeZone);
    await reply
      .header('content-type', contentType)
      // As it is made; to pack it once more would gain nothing and hold it up.
      .header('content-encoding', 'identity')
      .header('content-disposition', contentDisposition('attachment', name))
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(content);
  }
}
