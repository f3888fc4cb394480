import { HttpClient, httpResource } from '@angular/common/http';
import { inject } from '@angular/core';
import { firstValueFrom, map } from 'rxjs';
import type * as z from 'zod';

/** Reads and writes one kind of record; every answer is checked by its contract. Made in an injection context. */
export abstract class RecordClient<T, Create, Update> {
  protected readonly http = inject(HttpClient);

  protected constructor(
    protected readonly url: string,
    private readonly schema: z.ZodType<T>,
  ) {}

  /** Nothing is asked while there is no id. */
  one(id: () => string | undefined) {
    return httpResource(() => (id() ? `${this.url}/${id()}` : undefined), { parse: (body) => this.schema.parse(body) });
  }

  /** @param key makes a repeated request harmless: the server answers it once */
  create(input: Create, key: string): Promise<T> {
    return this.answered(this.http.post(this.url, input, { headers: { 'Idempotency-Key': key } }));
  }

  update(id: string, input: Update): Promise<T> {
    return this.answered(this.http.patch(`${this.url}/${id}`, input));
  }

  async remove(id: string): Promise<void> {
    await firstValueFrom(this.http.delete(`${this.url}/${id}`));
  }

  protected answered(request: ReturnType<HttpClient['get']>): Promise<T> {
    return firstValueFrom(request.pipe(map((body) => this.schema.parse(body))));
  }
}
