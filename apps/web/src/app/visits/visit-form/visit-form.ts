import { Component, computed, inject, input, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { CreateVisit, Visit } from '@torch/contracts';
import { Dialog, PageHeader } from '@torch/ui';
import { CompanyForm } from '../../companies/company-form/company-form';
import { type EditedRow, type Flaw, FormActions, FormNotices, Notices, RecordForm, Times, ReadState } from '../../kit';
import { Language } from '../../platform/language';
import { isDay } from '../../platform/zoned';
import { VisitClient } from '../visit-client';
import { VisitFields } from '../visit-fields/visit-fields';
import { visitWords } from '../visit-words';
import { blankVisit, createVisitOf, updateVisitOf, type VisitDraft, visitDraftOf } from './visit-draft';

/** Fields that hold another record's id, which means nothing to a reader. */
const chosen: readonly (keyof VisitDraft)[] = ['companyId', 'leadId', 'contactIds', 'tourId', 'tourTitle'];

/** Rows as one line of text, for who has to choose between two states of them. */
const rowsText = (rows: readonly EditedRow[]) =>
  rows.map(({ id: _, ownerId: __, ...row }) => Object.values(row).filter(Boolean).join(' ')).join('; ');

/** A visit, planned or held. */
@Component({
  selector: 'crm-visit-form',
  imports: [CompanyForm, Dialog, FormActions, FormNotices, PageHeader, VisitFields, ReadState],
  templateUrl: './visit-form.html',
  host: { class: 'page narrow' },
})
export class VisitForm {
  private readonly client = inject(VisitClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  private readonly labels = inject(Language).labels;
  protected readonly t = visitWords();

  readonly id = input<string>();
  readonly company = input<string>();
  readonly companyName = input<string>();
  readonly lead = input<string>();
  /** The day that was touched in the calendar. */
  readonly day = input<string>();
  /** The tour of which it is to be a stop. */
  readonly tour = input<string>();

  protected readonly record = this.client.one(() => this.id());
  private readonly known = computed(() => (this.record.hasValue() ? this.record.value() : undefined));
  protected readonly ready = computed(() => !this.id() || this.known() !== undefined);
  protected readonly edit = new RecordForm<Visit, VisitDraft>({
    schema: Visit,
    record: this.known,
    ready: this.ready,
    draftOf: (visit) => (visit ? visitDraftOf(visit) : this.given()),
    objections: (flaws) => this.objections(flaws),
    keepAs: () => `visit.${this.id() ?? `new.${this.company() ?? this.tour() ?? ''}`}`,
  });
  protected readonly fields = form(this.edit.draft);
  /** Name of the company that is being entered first; empty while none is. */
  protected readonly entering = signal('');

  isDirty(): boolean {
    return this.edit.dirty();
  }

  protected readonly word = (field: keyof VisitDraft): string => {
    const known: Record<string, string> = { ...this.t().field, contactIds: this.t().field.contacts };
    return known[field] ?? field;
  };

  protected readonly show = (field: keyof VisitDraft, value: unknown): string => {
    if (chosen.includes(field)) return '';
    if (Array.isArray(value)) return rowsText(value as EditedRow[]);
    const text = String(value ?? '');
    const { visitKind, visitStatus }: Record<'visitKind' | 'visitStatus', Record<string, string>> = this.labels();
    if (field === 'startsAt' || field === 'endsAt') return text && this.times.dateTime(text);
    return (field === 'kind' ? visitKind[text] : field === 'status' ? visitStatus[text] : text) ?? text;
  };

  protected pick({ id, name }: { id: string; name: string }): void {
    this.edit.set({ companyId: id, companyName: name, leadId: '', contactIds: [] });
    this.entering.set('');
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.edit.draft();
    if (!this.edit.accepts(CreateVisit, createVisitOf(draft))) return;
    const visit = await this.edit.submit((base, key) =>
      base ? this.client.update(base.id, updateVisitOf(base, draft)) : this.client.create(createVisitOf(draft), key),
    );
    if (!visit) return;
    this.notices.done(this.t().saved);
    await this.router.navigate(['/visits', visit.id]);
  }

  protected async cancel(): Promise<void> {
    const id = this.id();
    await this.router.navigate(id ? ['/visits', id] : ['/visits']);
  }

  private given(): VisitDraft {
    const day = this.day();
    const startsAt = isDay(day) ? this.times.fromLocal(`${day}T09:00`) : '';
    const [companyId, companyName, leadId] = [this.company() ?? '', this.companyName() ?? '', this.lead() ?? ''];
    const tourId = this.tour() ?? '';
    const kind = tourId ? { kind: 'outbound' as const, tourId } : {};
    return { ...blankVisit(), companyId, companyName, leadId, startsAt, ...kind };
  }

  private objections(flaws: readonly Flaw[]): Record<string, string> {
    const known: Record<string, string> = this.t().error;
    return Object.fromEntries(
      flaws.map(({ path, code }) => {
        const first = typeof path === 'string' ? path : String(path[0]);
        const field = first === 'companyId' ? 'company' : first;
        return [field, known[code] ?? known[field] ?? this.t().error.other];
      }),
    );
  }
}
