import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { type AssignLead, type CreateLead, Lead, type MoveLead, type UpdateLead } from '@torch/contracts';
import { firstValueFrom, map } from 'rxjs';

const url = '/api/v1/leads';

@Service()
export class LeadClient {
  private readonly http = inject(HttpClient);

  /** Nothing is asked while there is no id. */
  one(id: () => string | undefined) {
    return httpResource(() => (id() ? `${url}/${id()}` : undefined), { parse: (body) => Lead.parse(body) });
  }

  create(input: CreateLead, idempotencyKey: string): Promise<Lead> {
    return this.answered(this.http.post(url, input, { headers: { 'Idempotency-Key': idempotencyKey } }));
  }

  update(id: string, input: UpdateLead): Promise<Lead> {
    return this.answered(this.http.patch(`${url}/${id}`, input));
  }

  move(id: string, input: MoveLead): Promise<Lead> {
    return this.answered(this.http.post(`${url}/${id}/status`, input));
  }

  assign(id: string, input: AssignLead): Promise<Lead> {
    return this.answered(this.http.post(`${url}/${id}/owner`, input));
  }

  async remove(id: string): Promise<void> {
    await firstValueFrom(this.http.delete(`${url}/${id}`));
  }

  private answered(request: ReturnType<HttpClient['post']>): Promise<Lead> {
    return firstValueFrom(request.pipe(map((body) => Lead.parse(body))));
  }
}
