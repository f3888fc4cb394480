import { Service } from '@angular/core';
import { type CreateTour, Tour, type UpdateTour } from '@torch/contracts';
import { RecordClient } from '../platform/record-client';

/** Outbound journeys, as the server keeps them. */
@Service()
export class TourClient extends RecordClient<Tour, CreateTour, UpdateTour> {
  constructor() {
    super('/api/v1/tours', Tour);
  }
}
