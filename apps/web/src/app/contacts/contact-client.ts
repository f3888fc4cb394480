import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { Contact, ContactPage, type CreateContact, type UpdateContact } from '@torch/contracts';
import { firstValueFrom, map } from 'rxjs';

const url = '/api/v1/contacts';

@Service()
export class ContactClient {
  private readonly http = inject(HttpClient);

  /** A company's contacts, phone and mail address masked. */
  ofCompany(company: () => string | undefined) {
    return httpResource(
      () => (company() ? { url, params: { company: company() ?? '', limit: 200, sort: 'name' } } : undefined),
      {
        parse: (body) => ContactPage.parse(body),
      },
    );
  }

  /** Opens the whole record; the server logs that it was opened. */
  open(id: string): Promise<Contact> {
    return this.answered(this.http.get(`${url}/${id}`));
  }

  create(input: CreateContact, idempotencyKey: string): Promise<Contact> {
    return this.answered(this.http.post(url, input, { headers: { 'Idempotency-Key': idempotencyKey } }));
  }

  update(id: string, input: UpdateContact): Promise<Contact> {
    return this.answered(this.http.patch(`${url}/${id}`, input));
  }

  async remove(id: string): Promise<void> {
    await firstValueFrom(this.http.delete(`${url}/${id}`));
  }

  private answered(request: ReturnType<HttpClient['post']>): Promise<Contact> {
    return firstValueFrom(request.pipe(map((body) => Contact.parse(body))));
  }
}
