import { httpResource } from '@angular/common/http';
import { Service } from '@angular/core';
import { Contact, ContactPage, type CreateContact, type UpdateContact } from '@torch/contracts';
import { RecordClient } from '../platform/record-client';

/** Contacts, as the server keeps them. */
@Service()
export class ContactClient extends RecordClient<Contact, CreateContact, UpdateContact> {
  constructor() {
    super('/api/v1/contacts', Contact);
  }

  /** A company's contacts, phone and mail address masked. */
  ofCompany(company: () => string | undefined) {
    return httpResource(
      () => (company() ? { url: this.url, params: { company: company() ?? '', limit: 200, sort: 'name' } } : undefined),
      { parse: (body) => ContactPage.parse(body) },
    );
  }

  /** Opens the whole record; the server logs that it was opened. */
  open(id: string): Promise<Contact> {
    return this.answered(this.http.get(`${this.url}/${id}`));
  }
}
