export { AuditModule } from './audit.module';
export { EventRelay } from './relay';
export { Timelines } from './timelines';
