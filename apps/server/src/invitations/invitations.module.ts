import { Module } from '@nestjs/common';
import { VisitInvitations } from './visit-invitations';

@Module({ providers: [VisitInvitations], exports: [VisitInvitations] })
export class InvitationsModule {}
