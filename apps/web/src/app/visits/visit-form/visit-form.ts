import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { CreateVisit, Visit } from '@torch/contracts';
import { Dialog, ErrorState, Loading, PageHeader } from '@torch/ui';
import { CompanyForm } from '../../companies/company-form/company-form';
import { Notices, Times } from '../../kit';
import { merge } from '../../leads/lead-form/merge';
import { forgetDraft, keepDraft, keptDraft } from '../../platform/draft';
import { problemOf } from '../../platform/problem';
import { Session } from '../../platform/session';
import { VisitClient } from '../visit-client';
import { VisitFields } from '../visit-fields/visit-fields';
import { visitWords } from '../visit-words';
import { blankVisit, createVisitOf, updateVisitOf, type VisitDraft, visitDraftOf } from './visit-draft';

/** A visit, planned or held. What is typed stays on this device until the server has it. */
@Component({
  selector: 'crm-visit-form',
  imports: [CompanyForm, Dialog, ErrorState, Loading, PageHeader, VisitFields],
  templateUrl: './visit-form.html',
  host: { class: 'page narrow' },
})
export class VisitForm {
  private readonly client = inject(VisitClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly times = inject(Times);
  protected readonly t = visitWords();

  readonly id = input<string>();
  readonly company = input<string>();
  readonly companyName = input<string>();
  readonly lead = input<string>();
  /** The day that was touched in the calendar. */
  readonly day = input<string>();

  protected readonly record = this.client.one(() => this.id());
  protected readonly base = linkedSignal(() => (this.record.hasValue() ? this.record.value() : undefined));
  protected readonly ready = computed(() => !this.id() || this.base() !== undefined);
  private readonly start = computed<VisitDraft>(() => {
    const [base, day] = [this.base(), this.day()];
    if (base) return visitDraftOf(base);
    const startsAt = /^\d{4}-\d\d-\d\d$/.test(day ?? '') ? this.times.fromLocal(`${day}T09:00`) : '';
    const given = { companyId: this.company() ?? '', companyName: this.companyName() ?? '', leadId: this.lead() ?? '' };
    return { ...blankVisit(), ...given, startsAt };
  });
  protected readonly draft = signal(blankVisit());
  protected readonly fields = form(this.draft);
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  protected readonly message = signal('');
  protected readonly saving = signal(false);
  protected readonly restored = signal(false);
  /** Name of the company that is being entered first; empty while none is. */
  protected readonly entering = signal('');
  private readonly begun = signal(false);
  private saved = false;
  private key = crypto.randomUUID();

  private readonly draftName = computed(() => `${this.session.me()?.id ?? ''}.visit.${this.id() ?? 'new'}`);
  protected readonly dirty = computed(
    () => this.begun() && JSON.stringify(this.draft()) !== JSON.stringify(this.start()),
  );

  constructor() {
    effect(() => {
      if (this.ready()) untracked(() => this.begin());
    });
    keepDraft(
      () => (this.begun() ? this.draftName() : null),
      this.draft,
      () => this.dirty() && !this.saved,
    );
  }

  isDirty(): boolean {
    return this.dirty() && !this.saved;
  }

  protected set(change: Partial<VisitDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected pick({ id, name }: { id: string; name: string }): void {
    this.set({ companyId: id, companyName: name, leadId: '', contactIds: [] });
    this.entering.set('');
  }

  protected discard(): void {
    forgetDraft(this.draftName());
    this.draft.set(this.start());
    this.restored.set(false);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    const issues = CreateVisit.safeParse(createVisitOf(draft)).error?.issues ?? [];
    this.refuse(issues.map(({ path }) => ({ path: String(path[0]), code: '' })));
    if (issues.length > 0) return;
    this.saving.set(true);
    try {
      const base = this.base();
      const visit = base
        ? await this.client.update(base.id, updateVisitOf(base, draft))
        : await this.client.create(createVisitOf(draft), this.key);
      this.saved = true;
      forgetDraft(this.draftName());
      this.notices.done(this.t().saved);
      await this.router.navigate(['/visits', visit.id]);
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  protected async cancel(): Promise<void> {
    const id = this.id();
    await this.router.navigate(id ? ['/visits', id] : ['/visits']);
  }

  private begin(): void {
    if (this.begun()) return;
    const kept = keptDraft<VisitDraft>(this.draftName());
    this.draft.set(kept ? { ...this.start(), ...kept } : this.start());
    this.restored.set(kept !== null && JSON.stringify(this.draft()) !== JSON.stringify(this.start()));
    this.begun.set(true);
  }

  private refuse(flaws: { path: string; code: string }[]): void {
    const known: Record<string, string> = this.t().error;
    const field = (path: string) => (path === 'companyId' ? 'company' : path);
    this.errors.set(
      Object.fromEntries(
        flaws.map(({ path, code }) => [field(path), known[code] ?? known[field(path)] ?? this.t().error.other]),
      ),
    );
    this.message.set(flaws.length > 0 ? this.t().error.check : '');
    setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    if (problem) this.key = crypto.randomUUID();
    const [base, current] = [this.base(), Visit.safeParse(problem?.['current'])];
    this.refuse(problem?.errors ?? []);
    if (base && current.success) {
      this.draft.set(merge(visitDraftOf(base), visitDraftOf(current.data), this.draft()).merged);
      this.base.set(current.data);
      this.message.set(this.t().stale);
    } else if (!problem?.errors.length) this.message.set(problem ? this.t().error.failed : this.t().error.offline);
  }
}
