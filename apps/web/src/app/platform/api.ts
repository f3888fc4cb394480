import { HttpClient, HttpHeaders, httpResource } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

export const base = '/api/v1';

/** Reads one thing from the server, again whenever the path changes. */
export const read = <T>(path: () => string | undefined) =>
  httpResource<T>(() => {
    const target = path();
    return target === undefined ? undefined : `${base}${target}`;
  });

/** Writes to the server, as promises. */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly http = inject(HttpClient);

  get<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.get<T>(base + path));
  }

  /** @param key makes a repeated request harmless: the server answers it once */
  post<T>(path: string, body: unknown = {}, key: string = crypto.randomUUID()): Promise<T> {
    const headers = new HttpHeaders({ 'Idempotency-Key': key });
    return firstValueFrom(this.http.post<T>(base + path, body, { headers }));
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return firstValueFrom(this.http.put<T>(base + path, body));
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return firstValueFrom(this.http.patch<T>(base + path, body));
  }

  delete(path: string): Promise<void> {
    return firstValueFrom(this.http.delete<void>(base + path));
  }
}
