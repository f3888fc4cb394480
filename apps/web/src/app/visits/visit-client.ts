import { Service } from '@angular/core';
import { type CreateVisit, type UpdateVisit, Visit } from '@torch/contracts';
import { RecordClient } from '../platform/record-client';

/** Visits, as the server keeps them. */
@Service()
export class VisitClient extends RecordClient<Visit, CreateVisit, UpdateVisit> {
  constructor() {
    super('/api/v1/visits', Visit);
  }
}
