import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { type CreateVisit, type UpdateVisit, Visit } from '@torch/contracts';
import { firstValueFrom, map } from 'rxjs';

const url = '/api/v1/visits';

@Service()
export class VisitClient {
  private readonly http = inject(HttpClient);

  /** Nothing is asked while there is no id. */
  one(id: () => string | undefined) {
    return httpResource(() => (id() ? `${url}/${id()}` : undefined), { parse: (body) => Visit.parse(body) });
  }

  create(input: CreateVisit, idempotencyKey: string): Promise<Visit> {
    return this.answered(this.http.post(url, input, { headers: { 'Idempotency-Key': idempotencyKey } }));
  }

  update(id: string, input: UpdateVisit): Promise<Visit> {
    return this.answered(this.http.patch(`${url}/${id}`, input));
  }

  async remove(id: string): Promise<void> {
    await firstValueFrom(this.http.delete(`${url}/${id}`));
  }

  private answered(request: ReturnType<HttpClient['post']>): Promise<Visit> {
    return firstValueFrom(request.pipe(map((body) => Visit.parse(body))));
  }
}
