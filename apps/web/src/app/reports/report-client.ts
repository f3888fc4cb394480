import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { MakeReport } from '@torch/contracts';
import { firstValueFrom, type Observable } from 'rxjs';
import { base } from '../platform/api';

/** Fetches files, and says what stands against one as any other request does. */
@Injectable({ providedIn: 'root' })
export class ReportClient {
  private readonly http = inject(HttpClient);

  make(input: MakeReport): Promise<Blob> {
    return this.file(this.http.post(`${base}/reports`, input, { responseType: 'blob' }));
  }

  template(path: string): Promise<Blob> {
    return this.file(this.http.get(`${base}/report-templates/${path}`, { responseType: 'blob' }));
  }

  private async file(request: Observable<Blob>): Promise<Blob> {
    try {
      return await firstValueFrom(request);
    } catch (error) {
      throw await readable(error);
    }
  }
}

/** A refusal comes as a file too, where a file was asked for. */
async function readable(error: unknown): Promise<unknown> {
  if (!(error instanceof HttpErrorResponse) || !(error.error instanceof Blob)) return error;
  const { status, statusText, url, headers } = error;
  try {
    const told: unknown = JSON.parse(await error.error.text());
    return new HttpErrorResponse({ error: told, status, statusText, headers, ...(url && { url }) });
  } catch {
    return error;
  }
}
