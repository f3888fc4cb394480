import { Module } from '@nestjs/common';
import { MailController } from './mail.controller';
import { MailQueries } from './mail.queries';
import { MailRetry } from './mail.retry';
import { MailRate } from './mail-rate';
import { MailSender } from './mail.sender';

@Module({
  controllers: [MailController],
  providers: [MailQueries, MailRate, MailRetry, MailSender],
  exports: [MailQueries, MailSender],
})
export class MailModule {}
