import { DossierQuery, IdParams } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentActor, CurrentSignIn, Requires, ReturnsFile } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { DossierService } from './dossier.service';

/** What the hosts of a visit carry with them, on paper. */
@Controller('visits')
export class DossierController {
  constructor(private readonly dossiers: DossierService) {}

  @Get(':id/dossier')
  @Requires('visit.read')
  @ReturnsFile('application/pdf')
  async dossier(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { timeZone }: SignedIn,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: DossierQuery }) { language }: DossierQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const bytes = await this.dossiers.print(actor, id, { language, timeZone });
    await reply
      .header('content-type', 'application/pdf')
      .header('content-length', bytes.length)
      .header('content-encoding', 'identity')
      .header('content-disposition', `inline; filename="visit-${id.slice(-12)}.pdf"`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(bytes);
  }
}
