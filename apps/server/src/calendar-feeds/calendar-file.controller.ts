import { createHash } from 'node:crypto';
import { CalendarFileParams, Problem } from '@torch/contracts';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config';
import { Public, ReturnsFile } from '../platform/http/decorators';
import { PublicRate } from '../platform/http/public-rate';
import { CalendarFeedQueries } from './calendar-feed.queries';
import { calendarFile } from './calendar-file';

/** Calendars for programs that know the secret address and nothing else. */
@Controller('calendar')
export class CalendarFileController {
  constructor(
    private readonly queries: CalendarFeedQueries,
    private readonly config: Config,
    private readonly rate: PublicRate,
  ) {}

  @Get(':file')
  @Public()
  @ReturnsFile('text/calendar; charset=utf-8')
  async file(
    @Param({ schema: CalendarFileParams }) { file }: CalendarFileParams,
    @Req() { ip, headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.rate.spend(ip);
    const secret = /^([\w-]{43})\.ics$/.exec(file)?.[1];
    const reader = secret ? await this.queries.readerOf(secret) : null;
    if (!reader) throw new Problem('not-found');
    const text = calendarFile(reader, await this.queries.entriesOf(reader), this.config.publicUrl);
    const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    void reply
      .header('cache-control', 'private, max-age=300')
      .header('etag', tag)
      .header('x-robots-tag', 'noindex')
      .type('text/calendar; charset=utf-8');
    // Compressed on its way, the tag comes back as a weak one.
    if (headers['if-none-match']?.replace(/^W\//, '') === tag) await reply.code(304).send();
    else await reply.send(text);
  }
}
