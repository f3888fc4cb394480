export { FollowUpEntity } from './follow-up.entity';
export { followUpColumns, followUpJoins, FollowUpQueries } from './follow-up.queries';
export { FollowUpService } from './follow-up.service';
export { FollowUpsModule } from './follow-ups.module';
