import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Contact, ContactSummary } from '@torch/contracts';
import { Dialog } from '@torch/ui';
import { mayOn, Notices, ReadState } from '../../kit';
import { Session } from '../../platform/session';
import { ContactClient } from '../contact-client';
import { ContactForm } from '../contact-form/contact-form';
import { contactWords } from '../contact-words';

/** A company's contacts, masked; one whole record opens on request, and the opening is logged. */
@Component({
  selector: 'crm-contact-list',
  imports: [Dialog, ContactForm, ReadState],
  templateUrl: './contact-list.html',
  host: { class: 'card stack' },
})
export class ContactList {
  private readonly client = inject(ContactClient);
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  protected readonly t = contactWords();

  readonly companyId = input.required<string>();
  readonly changed = output();

  protected readonly details = ['phone', 'phoneVerifiedOn', 'email', 'wechat', 'notes'] as const;
  protected readonly list = this.client.ofCompany(() => this.companyId());
  protected readonly mayAdd = computed(() => this.session.can('contact.create'));
  /** The one that was opened whole. */
  protected readonly opened = signal<Contact | null>(null);
  protected readonly editing = signal<Contact | 'new' | null>(null);
  protected readonly known = computed(() => {
    const editing = this.editing();
    return editing === 'new' || editing === null ? undefined : editing;
  });

  protected mayOpen(contact: ContactSummary): boolean {
    return mayOn(this.session, 'contact.read', contact);
  }

  protected mayChange(contact: ContactSummary): boolean {
    return mayOn(this.session, 'contact.update', contact);
  }

  protected async open({ id }: ContactSummary): Promise<Contact | null> {
    try {
      this.opened.set(await this.client.open(id));
      this.changed.emit();
    } catch (error) {
      this.notices.failed(error);
    }
    return this.opened();
  }

  protected saved(): void {
    this.editing.set(null);
    this.opened.set(null);
    this.notices.done(this.t().saved);
    this.refresh();
  }

  protected async remove({ id }: ContactSummary): Promise<void> {
    const t = this.t();
    try {
      await this.notices.remove({
        type: 'contact',
        id,
        ask: { title: t.removeAsk, text: t.removeHint },
        done: t.removed,
        restored: t.restored,
        work: () => this.client.remove(id),
        after: () => this.refresh(),
        back: () => this.refresh(),
      });
    } catch (error) {
      this.notices.failed(error);
    }
  }

  private refresh(): void {
    this.list.reload();
    this.changed.emit();
  }
}
