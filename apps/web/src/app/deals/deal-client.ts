import { httpResource } from '@angular/common/http';
import { Service } from '@angular/core';
import { given, type Params } from '@torch/ui';
import {
  Board,
  type ConcealDeal,
  ConcealedDeals,
  type ConvertLead,
  type CreateDeal,
  Deal,
  DealPage,
  type MoveDeal,
  MovedDeals,
  type MoveDeals,
  type SplitLead,
  StageChangeList,
  type UpdateDeal,
} from '@torch/contracts';
import { firstValueFrom, map } from 'rxjs';
import type * as z from 'zod';
import { RecordClient } from '../platform/record-client';

/** Deals, as the server keeps them. */
@Service()
export class DealClient extends RecordClient<Deal, CreateDeal, UpdateDeal> {
  constructor() {
    super('/api/v1/deals', Deal);
  }

  /** Makes a lead a deal; asked again, it answers with the same one. */
  convert(leadId: string, input: ConvertLead, key: string): Promise<Deal> {
    return this.answered(
      this.http.post(`/api/v1/leads/${leadId}/convert`, input, { headers: { 'Idempotency-Key': key } }),
    );
  }

  /** One more deal out of a converted lead. */
  split(leadId: string, input: SplitLead, key: string): Promise<Deal> {
    return this.answered(
      this.http.post(`/api/v1/leads/${leadId}/split`, input, { headers: { 'Idempotency-Key': key } }),
    );
  }

  move(id: string, input: MoveDeal): Promise<Deal> {
    return this.answered(this.http.post(`${this.url}/${id}/stage`, input));
  }

  conceal(id: string, input: ConcealDeal): Promise<Deal> {
    return this.answered(this.http.post(`${this.url}/${id}/confidentiality`, input));
  }

  /** Several at once; the answer says how each fared. */
  async moveAll(input: MoveDeals): Promise<MovedDeals> {
    const request = this.http.post(`${this.url}/stage`, input);
    return firstValueFrom(request.pipe(map((body) => MovedDeals.parse(body))));
  }

  page(query: Params): Promise<z.infer<typeof DealPage>> {
    const request = this.http.get(this.url, { params: given(query) });
    return firstValueFrom(request.pipe(map((body) => DealPage.parse(body))));
  }

  board(query: () => Params) {
    return httpResource(() => ({ url: `${this.url}/board`, params: given(query()) }), {
      parse: (body) => Board.parse(body),
    });
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
