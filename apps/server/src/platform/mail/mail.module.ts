import { Module } from '@nestjs/common';
import { MailController } from './mail.controller';
import { MailSender } from './mail.sender';

@Module({ controllers: [MailController], providers: [MailSender], exports: [MailSender] })
export class MailModule {}
