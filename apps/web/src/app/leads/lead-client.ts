import { Service } from '@angular/core';
import { type AssignLead, type CreateLead, Lead, type MoveLead, type UpdateLead } from '@torch/contracts';
import { RecordClient } from '../platform/record-client';

/** Leads, as the server keeps them. */
@Service()
export class LeadClient extends RecordClient<Lead, CreateLead, UpdateLead> {
  constructor() {
    super('/api/v1/leads', Lead);
  }

  move(id: string, input: MoveLead): Promise<Lead> {
    return this.answered(this.http.post(`${this.url}/${id}/status`, input));
  }

  assign(id: string, input: AssignLead): Promise<Lead> {
    return this.answered(this.http.post(`${this.url}/${id}/owner`, input));
  }
}
