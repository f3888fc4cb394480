import { inject, Service } from '@angular/core';
import type { FollowUp, UpdateFollowUp } from '@torch/contracts';
import { Api } from '../../platform/api';

/** A new follow-up on a lead, a company or a visit. */
export interface NewFollowUp {
  title: string;
  dueAt: string;
  noticeMinutes: number;
  leadId?: string;
  companyId?: string;
  visitId?: string;
}

@Service()
export class FollowUpClient {
  private readonly api = inject(Api);

  create(input: NewFollowUp, idempotencyKey: string): Promise<FollowUp> {
    return this.api.post('/follow-ups', input, idempotencyKey);
  }

  update(id: string, input: UpdateFollowUp): Promise<FollowUp> {
    return this.api.patch(`/follow-ups/${id}`, input);
  }
}
