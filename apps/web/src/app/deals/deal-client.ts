import { httpResource } from '@angular/common/http';
import { Service } from '@angular/core';
import {
  type ConcealDeal,
  ConcealedDeals,
  type ConvertLead,
  type CreateDeal,
  Deal,
  type MoveDeal,
  StageChangeList,
  type UpdateDeal,
} from '@torch/contracts';
import { RecordClient } from '../platform/record-client';

/** Deals, as the server keeps them. */
@Service()
export class DealClient extends RecordClient<Deal, CreateDeal, UpdateDeal> {
  constructor() {
    super('/api/v1/deals', Deal);
  }

  /** Makes a lead a deal; asked again, it answers with the same one. */
  convert(leadId: string, input: ConvertLead): Promise<Deal> {
    return this.answered(this.http.post(`/api/v1/leads/${leadId}/convert`, input));
  }

  move(id: string, input: MoveDeal): Promise<Deal> {
    return this.answered(this.http.post(`${this.url}/${id}/stage`, input));
  }

  conceal(id: string, input: ConcealDeal): Promise<Deal> {
    return this.answered(this.http.post(`${this.url}/${id}/confidentiality`, input));
  }

  /** The anonymous sum of deals that the reader is not told of; nothing is asked for who may not know even that. */
  concealed(asks: () => boolean) {
    return httpResource(() => (asks() ? `${this.url}/concealed` : undefined), {
      parse: (body) => ConcealedDeals.parse(body),
    });
  }

  stageChanges(id: () => string) {
    return httpResource(() => `${this.url}/${id()}/stage-changes`, { parse: (body) => StageChangeList.parse(body) });
  }
}
