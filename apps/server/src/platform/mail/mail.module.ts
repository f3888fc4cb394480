import { Module } from '@nestjs/common';
import { MailController } from './mail.controller';
import { MailRate } from './mail-rate';
import { MailSender } from './mail.sender';

@Module({ controllers: [MailController], providers: [MailRate, MailSender], exports: [MailSender] })
export class MailModule {}
