import { Module } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { VisitInvitations } from './visit-invitations';

@Module({ providers: [VisitInvitations], exports: [VisitInvitations] })
export class InvitationsModule {
  constructor(work: UnitOfWork, invitations: VisitInvitations) {
    work.derive((tx, recorded) => invitations.follow(tx, recorded));
  }
}
