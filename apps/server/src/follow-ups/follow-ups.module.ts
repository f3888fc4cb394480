import { Module } from '@nestjs/common';
import { FollowUpController } from './follow-up.controller';
import { FollowUpQueries } from './follow-up.queries';
import { FollowUpService } from './follow-up.service';

@Module({
  controllers: [FollowUpController],
  providers: [FollowUpQueries, FollowUpService],
  exports: [FollowUpQueries, FollowUpService],
})
export class FollowUpsModule {}
