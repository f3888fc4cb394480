import { Module } from '@nestjs/common';
import { MailController } from './mail.controller';
import { MailQueries } from './mail.queries';
import { MailRetry } from './mail.retry';
import { MailRate } from './mail-rate';
import { MailSender } from './mail.sender';
import { MailServer } from './mail-server';

@Module({
  controllers: [MailController],
  providers: [MailQueries, MailRate, MailRetry, MailSender, MailServer],
  exports: [MailQueries, MailSender, MailServer],
})
export class MailModule {}
