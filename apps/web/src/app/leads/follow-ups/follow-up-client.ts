import { Service } from '@angular/core';
import {
  type CreateFollowUp,
  FollowUp,
  PlannedFollowUps,
  type PlanFollowUps,
  type UpdateFollowUp,
} from '@torch/contracts';
import { firstValueFrom, map } from 'rxjs';
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

  /** The same next step for several leads. @returns how each fared */
  planFor(
    input: Pick<PlanFollowUps, 'leadIds' | 'title' | 'dueAt' | 'noticeMinutes'>,
    key: string,
  ): Promise<PlannedFollowUps> {
    const sent = this.http.post(`${this.url}/for-leads`, input, { headers: { 'Idempotency-Key': key } });
    return firstValueFrom(sent.pipe(map((body) => PlannedFollowUps.parse(body))));
  }
}
