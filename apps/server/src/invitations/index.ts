export { InvitationsModule } from './invitations.module';
export { VisitInvitations } from './visit-invitations';
