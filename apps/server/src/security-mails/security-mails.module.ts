import { Module } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { SecurityMails } from './security-mails';

@Module({ providers: [SecurityMails] })
export class SecurityMailsModule {
  constructor(work: UnitOfWork, mails: SecurityMails) {
    work.derive((tx, recorded) => mails.follow(tx, recorded));
  }
}
