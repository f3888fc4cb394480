import { createHash } from 'node:crypto';
import {
  CreateRate,
  ExchangeRate,
  IdParams,
  ImportedRates,
  ImportRates,
  Problem,
  RatePage,
  RateQuery,
  UpdateRate,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { demandFile } from '../attachments';
import { Config } from '../platform/config';
import { CurrentActor, Requires, Returns, ReturnsNothing, TakesFile } from '../platform/http/decorators';
import { alsoKnownBy } from '../platform/request-context';
import { sheetRows } from './rate-file';
import { RateService } from './rate.service';

/** The dated table of rates, kept by the administrator. */
@Controller('exchange-rates')
export class RateController {
  constructor(
    private readonly rates: RateService,
    private readonly config: Config,
  ) {}

  @Get()
  @Requires('rate.read')
  @Returns(RatePage)
  page(@Query({ schema: RateQuery }) query: RateQuery) {
    return this.rates.page(query);
  }

  @Post()
  @Requires('rate.edit')
  @Returns(ExchangeRate, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateRate }) input: CreateRate) {
    return this.rates.create(actor, input);
  }

  /** Takes a whole file of rates in, or none of it. */
  @Post('import')
  @Requires('rate.edit')
  @TakesFile(ImportRates)
  @Returns(ImportedRates)
  async import(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    if (!request.isMultipart()) throw new Problem('unsupported-media-type', { detail: 'send multipart/form-data' });
    const limits = { fileSize: this.config.settings.BODY_LIMIT_BYTES, files: 1, fields: 10 };
    const part = demandFile(await request.file({ limits }));
    const file = await part.toBuffer();
    alsoKnownBy({ name: part.filename, hash: createHash('sha256').update(file).digest('hex') });
    return this.rates.import(actor, await sheetRows(file), part.filename);
  }

  @Patch(':id')
  @Requires('rate.edit')
  @Returns(ExchangeRate)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateRate }) input: UpdateRate,
  ) {
    return this.rates.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('rate.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.rates.remove(actor, id);
  }
}
