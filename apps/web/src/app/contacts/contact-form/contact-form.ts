import { Component, inject, input, linkedSignal, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Contact, ContactDetails } from '@torch/contracts';
import { Field } from '@torch/ui';
import { Notices } from '../../kit';
import { changedFields, merge } from '../../leads/lead-form/merge';
import { problemOf } from '../../platform/problem';
import { ContactClient } from '../contact-client';
import { contactWords } from '../contact-words';

const names = ['name', 'title', 'phone', 'email', 'wechat', 'notes'] as const;
type Draft = Record<(typeof names)[number], string>;

const draftOf = (contact?: Contact): Draft => ({
  name: contact?.name ?? '',
  title: contact?.title ?? '',
  phone: contact?.phone ?? '',
  email: contact?.email ?? '',
  wechat: contact?.wechat ?? '',
  notes: contact?.notes ?? '',
});
const orNull = (text: string) => text.trim() || null;
const detailsOf = (draft: Draft) => ({
  name: draft.name.trim(),
  title: orNull(draft.title),
  phone: orNull(draft.phone),
  email: orNull(draft.email),
  wechat: orNull(draft.wechat),
  notes: orNull(draft.notes),
});

/** A person at a company, new or known. */
@Component({
  selector: 'crm-contact-form',
  imports: [FormField, Field],
  templateUrl: './contact-form.html',
})
export class ContactForm {
  private readonly client = inject(ContactClient);
  private readonly notices = inject(Notices);
  protected readonly t = contactWords();

  readonly companyId = input.required<string>();
  readonly contact = input<Contact>();
  readonly saved = output<Contact>();
  readonly cancelled = output();

  private readonly base = linkedSignal(() => this.contact());
  protected readonly draft = linkedSignal(() => draftOf(this.contact()));
  protected readonly fields = form(this.draft);
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  protected readonly message = signal('');
  protected readonly saving = signal(false);
  protected readonly names = names;
  private key = crypto.randomUUID();

  protected errorsOf(field: string): string[] {
    const error = this.errors()[field];
    return error ? [error] : [];
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const details = detailsOf(this.draft());
    const flaws = ContactDetails.safeParse(details).error?.issues ?? [];
    this.refuse(flaws.map(({ path }) => String(path[0])));
    if (flaws.length > 0) return;
    this.saving.set(true);
    try {
      const base = this.base();
      this.saved.emit(
        base
          ? await this.client.update(base.id, {
              ...changedFields(detailsOf(draftOf(base)), details),
              version: base.version,
            })
          : await this.client.create({ ...details, companyId: this.companyId() }, this.key),
      );
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  private refuse(fields: string[]): void {
    const known: Record<string, string> = this.t().error;
    this.errors.set(Object.fromEntries(fields.map((field) => [field, known[field] ?? this.t().error.other])));
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    if (problem) this.key = crypto.randomUUID();
    const [base, current] = [this.base(), Contact.safeParse(problem?.['current'])];
    if (base && current.success) {
      this.draft.set(merge(draftOf(base), draftOf(current.data), this.draft()).merged);
      this.base.set(current.data);
      this.message.set(this.t().stale);
    } else if (problem?.errors.length) this.refuse(problem.errors.map(({ path }) => path));
    else this.notices.failed(error);
  }
}
