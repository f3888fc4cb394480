import { IdParams, Mail, MailPage, MailQuery, RetriedMails } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../http/decorators';
import { MailQueries } from './mail.queries';
import { MailRetry } from './mail.retry';

/** The outbox, for the administrator: what went, what waits and why. */
@Controller('mails')
export class MailController {
  constructor(
    private readonly queries: MailQueries,
    private readonly again: MailRetry,
  ) {}

  @Get()
  @Requires('mail.read')
  @Returns(MailPage)
  page(@Query({ schema: MailQuery }) query: MailQuery) {
    return this.queries.page(query);
  }

  /** Lets all mails that failed or are parked be tried at once. */
  @Post('retry')
  @HttpCode(200)
  @Requires('mail.retry')
  @Returns(RetriedMails)
  retryAll(@CurrentActor() actor: Actor) {
    return this.again.all(actor);
  }

  /** Lets a failed or waiting mail be tried at once. */
  @Post(':id/retry')
  @Requires('mail.retry')
  @Returns(Mail)
  retry(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.again.one(actor, id);
  }
}
