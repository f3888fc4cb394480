import { Service } from '@angular/core';
import { type CreateFollowUp, FollowUp, type UpdateFollowUp } from '@torch/contracts';
import { RecordClient } from '../../platform/record-client';

/** What a new follow-up is about: a lead, a company or a visit. */
export type About = Partial<Pick<CreateFollowUp, 'leadId' | 'companyId' | 'visitId'>>;
export type NewFollowUp = About & Pick<CreateFollowUp, 'title' | 'dueAt' | 'noticeMinutes'>;

/** Follow-ups, as the server keeps them. */
@Service()
export class FollowUpClient extends RecordClient<FollowUp, NewFollowUp, UpdateFollowUp> {
  constructor() {
    super('/api/v1/follow-ups', FollowUp);
  }
}
