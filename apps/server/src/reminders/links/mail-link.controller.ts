import { MailLink, MailLinkParams } from '@torch/contracts';
import { Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public, Returns } from '../../platform/http/decorators';
import { PublicRate } from '../../platform/http/public-rate';
import { MailLinkService } from './mail-link.service';

/**
 * Links in mails, for whoever holds one: it speaks for its reader about this one thing, whoever is signed in. No cookie is
 * looked at, so no other site can borrow one; the page that confirms comes from here.
 */
@Controller('mail-links/:token')
export class MailLinkController {
  constructor(
    private readonly links: MailLinkService,
    private readonly rate: PublicRate,
  ) {}

  @Get()
  @Public()
  @Returns(MailLink)
  async look(
    @Param({ schema: MailLinkParams }) { token }: MailLinkParams,
    @Req() { ip }: FastifyRequest,
  ): Promise<MailLink> {
    await this.rate.spend(ip);
    return this.links.look(token);
  }

  @Post()
  @Public()
  @Returns(MailLink)
  async act(
    @Param({ schema: MailLinkParams }) { token }: MailLinkParams,
    @Req() { ip }: FastifyRequest,
  ): Promise<MailLink> {
    await this.rate.spend(ip);
    return this.links.act(token);
  }
}
