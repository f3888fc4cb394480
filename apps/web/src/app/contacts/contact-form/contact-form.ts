import { Component, inject, input, output } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Contact, ContactDetails } from '@torch/contracts';
import { Field } from '@torch/ui';
import { changedFields, type Flaw, FormActions, FormNotices, orNull, RecordForm } from '../../kit';
import { ContactClient } from '../contact-client';
import { contactWords } from '../contact-words';

const names = ['name', 'title', 'phone', 'phoneVerifiedOn', 'email', 'wechat', 'notes'] as const;
type Draft = Record<(typeof names)[number], string>;

const draftOf = (contact: Contact | undefined): Draft => ({
  name: contact?.name ?? '',
  title: contact?.title ?? '',
  phone: contact?.phone ?? '',
  phoneVerifiedOn: contact?.phoneVerifiedOn ?? '',
  email: contact?.email ?? '',
  wechat: contact?.wechat ?? '',
  notes: contact?.notes ?? '',
});
const detailsOf = (draft: Draft) => ({
  name: draft.name.trim(),
  title: orNull(draft.title),
  phone: orNull(draft.phone),
  phoneVerifiedOn: orNull(draft.phoneVerifiedOn),
  email: orNull(draft.email),
  wechat: orNull(draft.wechat),
  notes: orNull(draft.notes),
});

/** What differs from the record; with a new phone the day of its verification, also where it is the day of the old one's. */
function changesOf(base: Contact, details: ReturnType<typeof detailsOf>) {
  const changes = changedFields(detailsOf(draftOf(base)), details);
  return 'phone' in changes ? { ...changes, phoneVerifiedOn: details.phoneVerifiedOn } : changes;
}

/** A person at a company, new or known. */
@Component({
  selector: 'crm-contact-form',
  imports: [FormField, Field, FormActions, FormNotices],
  templateUrl: './contact-form.html',
})
export class ContactForm {
  private readonly client = inject(ContactClient);
  protected readonly t = contactWords();

  readonly companyId = input.required<string>();
  readonly contact = input<Contact>();
  readonly saved = output<Contact>();
  readonly cancelled = output();

  protected readonly edit = new RecordForm<Contact, Draft>({
    schema: Contact,
    record: () => this.contact(),
    draftOf,
    objections: (flaws) => this.objections(flaws),
    keepAs: () => `contact.${this.contact()?.id ?? `new.${this.companyId()}`}`,
  });
  protected readonly fields = form(this.edit.draft);
  protected readonly names = names;

  protected readonly word = (field: keyof Draft): string => this.t().field[field];
  protected readonly show = (_: keyof Draft, value: unknown): string => String(value);

  /** What was found right was the number before. */
  protected typed(name: keyof Draft): void {
    if (name === 'phone') this.edit.set({ phoneVerifiedOn: '' });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const details = detailsOf(this.edit.draft());
    if (!this.edit.accepts(ContactDetails, details)) return;
    const contact = await this.edit.submit((base, key) =>
      base
        ? this.client.update(base.id, { ...changesOf(base, details), version: base.version })
        : this.client.create({ ...details, companyId: this.companyId() }, key),
    );
    if (contact) this.saved.emit(contact);
  }

  private objections(flaws: readonly Flaw[]): Record<string, string> {
    const known: Record<string, string> = this.t().error;
    return Object.fromEntries(
      flaws.map(({ path, code }) => {
        const field = typeof path === 'string' ? path : String(path[0]);
        return [field, known[code] ?? known[field] ?? this.t().error.other];
      }),
    );
  }
}
