import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { type DecideExport, Export, ExportPreview } from '@torch/contracts';
import type { ExportFormat, Ledger, LedgerColumn } from '@torch/domain';
import { firstValueFrom, map } from 'rxjs';
import { Api } from '../platform/api';

/** A choice as it is sent; the filters are in the words of the list's address. */
export interface ExportChoice {
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  filters: object;
  format: ExportFormat;
  confidential: boolean;
  unmasked: boolean;
}

/** Asks for ledgers as files, and decides about them. */
@Injectable({ providedIn: 'root' })
export class ExportClient {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);

  preview(choice: ExportChoice): Promise<ExportPreview> {
    return firstValueFrom(
      this.http.post('/api/v1/exports/preview', choice).pipe(map((body) => ExportPreview.parse(body))),
    );
  }

  async create(choice: ExportChoice & { purpose: string | null }, key: string): Promise<Export> {
    return Export.parse(await this.api.post('/exports', choice, key));
  }

  async decide(id: string, input: DecideExport, key: string): Promise<Export> {
    return Export.parse(await this.api.post(`/exports/${id}/decision`, input, key));
  }

  /** Where the file of a request lies. */
  address(id: string): string {
    return `/api/v1/exports/${id}/file`;
  }

  /** Asks whether the file can be fetched: a refused download shows the browser's own failure and no reason. */
  async isFetchable(id: string): Promise<boolean> {
    try {
      await firstValueFrom(this.http.head(this.address(id)));
      return true;
    } catch (error) {
      // Without a connection the browser says so better than we could guess.
      return error instanceof HttpErrorResponse && error.status === 0;
    }
  }

  /** Has the browser save the file as it comes; it is never whole in the page. */
  fetch(id: string): void {
    Object.assign(document.createElement('a'), { href: this.address(id), download: '' }).click();
  }
}
