import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { InvestorPromise, type Offer, type User } from '@torch/contracts';
import { promiseCategories } from '@torch/domain';
import { Paged } from '@torch/ui';
import { ContactClient } from '../contacts/contact-client';
import { mayOn, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { promiseWords } from './promise-words';

/** What a promise belongs to. */
export interface Belongs {
  leadId: string;
  companyId: string;
  dealId?: string | null;
  visitId?: string | null;
}

/** Records what was promised, or changes it. */
@Component({
  selector: 'crm-promise-form',
  imports: [SmallForm],
  template: `<crm-small-form
    [heading]="promise() ? t().edit : t().add"
    [fields]="fields()"
    [initial]="initial()"
    [save]="save"
    [words]="t().words"
    [keepAs]="'promise.' + (promise()?.id ?? 'new.' + (about().visitId ?? about().dealId ?? about().leadId))"
    [isNew]="!promise()"
    [current]="current"
    [done]="t().saved"
    (saved)="saved.emit()"
    (closed)="closed.emit()"
  />`,
})
export class PromiseForm {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly times = inject(Times);
  private readonly labels = inject(Language).labels;
  protected readonly t = promiseWords();

  readonly about = input.required<Belongs>();
  /** The one to change; left out, a new one. */
  readonly promise = input<InvestorPromise>();
  readonly saved = output();
  readonly closed = output();

  private readonly contacts = inject(ContactClient).ofCompany(() => this.about().companyId);
  /** Only a head chooses somebody else; an officer's promises are seen to by the owner of the lead. */
  private readonly users = new Paged<User>('/api/v1/users', () =>
    this.session.me()?.role === 'head' ? { active: true, limit: 200, sort: 'displayName' } : undefined,
  );
  /** A subsidy is promised only as it was judged. */
  private readonly offers = new Paged<Offer>('/api/v1/offers', () =>
    this.session.can('offer.read') ? { lead: this.about().leadId, state: 'approved', limit: 50 } : undefined,
  );
  protected readonly fields = computed((): SmallField[] => {
    const t = this.t();
    const categories = promiseCategories.map((value) => ({ value, label: this.labels().promiseCategory[value] }));
    const contacts = this.contacts.hasValue() ? this.contacts.value().items : [];
    const people = this.users
      .items()
      .filter(
        ({ id, role, departmentId }) =>
          /officer|head/.test(role) && mayOn(this.session, 'promise.create', { ownerId: id, departmentId }),
      );
    return [
      { name: 'what', label: t.what, as: 'area', required: true, max: 1000 },
      { name: 'category', label: t.category, as: 'choice', required: true, options: categories },
      {
        name: 'offerId',
        label: t.offerId,
        as: 'choice',
        hint: t.offerHint,
        when: ({ category }) => category === 'subsidy',
        options: this.offers.items().map(({ id, what, dealCode }) => ({ value: id, label: `${dealCode} · ${what}` })),
      },
      { name: 'dueOn', label: t.dueOn, as: 'day', required: true },
      {
        name: 'contactId',
        label: t.contactId,
        as: 'choice',
        options: contacts.map(({ id, name, title }) => ({ value: id, label: [name, title].filter(Boolean).join(' ') })),
      },
      { name: 'toName', label: t.toName, as: 'text', hint: t.toNameHint },
      { name: 'promisedBy', label: t.promisedBy, as: 'text', required: true },
      { name: 'promisedOn', label: t.promisedOn, as: 'day', required: true },
      ...(people.length > 0
        ? [
            {
              name: 'ownerId',
              label: t.ownerId,
              as: 'choice' as const,
              options: people.map(({ id, displayName }) => ({ value: id, label: displayName })),
            },
          ]
        : []),
    ];
  });
  private readonly base = linkedSignal(() => this.promise());
  protected readonly initial = computed((): SmallValues => {
    const promise = this.base();
    if (!promise) return { promisedBy: this.session.me()?.displayName ?? '', promisedOn: this.times.day() };
    const { what, category, offerId, contactId, toName, promisedBy, promisedOn, dueOn, ownerId } = promise;
    return {
      what,
      category,
      offerId: offerId ?? '',
      contactId: contactId ?? '',
      toName: toName ?? '',
      promisedBy,
      promisedOn,
      dueOn,
      ownerId,
    };
  });
  protected readonly current = takingIn(InvestorPromise, (promise) => this.base.set(promise), this.initial);

  protected readonly save = (values: SmallValues, key: string) => {
    const { what, category, promisedBy, promisedOn, dueOn, offerId, contactId, toName, ownerId } = values;
    const input = {
      what,
      category,
      promisedBy,
      promisedOn,
      dueOn,
      offerId: (category === 'subsidy' && offerId) || null,
      contactId: contactId || null,
      toName: toName?.trim() || null,
      ...(ownerId && { ownerId }),
    };
    const promise = this.base();
    if (promise) return this.api.patch(`/promises/${promise.id}`, { ...input, version: promise.version });
    const { leadId, dealId = null, visitId = null } = this.about();
    return this.api.post(`/leads/${leadId}/promises`, { ...input, dealId, visitId }, key);
  };
}
