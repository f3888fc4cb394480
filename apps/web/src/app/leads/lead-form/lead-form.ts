import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { CreateLead, Lead } from '@torch/contracts';
import { Dialog, ErrorState, Loading, PageHeader } from '@torch/ui';
import { CompanyForm } from '../../companies/company-form/company-form';
import { Notices } from '../../kit';
import { forgetDraft, keepDraft, keptDraft } from '../../platform/draft';
import { kindOf, problemOf } from '../../platform/problem';
import { Session } from '../../platform/session';
import { LeadClient } from '../lead-client';
import { LeadConflict } from '../lead-conflict/lead-conflict';
import { LeadFields } from '../lead-fields/lead-fields';
import { leadWords } from '../lead-words';
import { blankLead, createLeadOf, type LeadDraft, leadDraftOf, updateLeadOf } from './lead-draft';
import { leadFlaws } from './lead-flaws';
import { type Conflict, merge } from './merge';

/** A new lead, or changes to one. What is typed stays on this device until the server has it. */
@Component({
  selector: 'crm-lead-form',
  imports: [CompanyForm, Dialog, ErrorState, Loading, PageHeader, LeadConflict, LeadFields],
  templateUrl: './lead-form.html',
  host: { class: 'page narrow' },
})
export class LeadForm {
  private readonly client = inject(LeadClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly t = leadWords();

  readonly id = input<string>();
  /** A company to begin with, from its page. */
  readonly company = input<string>();
  readonly companyName = input<string>();

  protected readonly record = this.client.one(() => this.id());
  protected readonly base = linkedSignal(() => (this.record.hasValue() ? this.record.value() : undefined));
  protected readonly ready = computed(() => !this.id() || this.base() !== undefined);
  private readonly start = computed<LeadDraft>(() => {
    const base = this.base();
    if (base) return leadDraftOf(base);
    return { ...blankLead(), companyId: this.company() ?? '', companyName: this.companyName() ?? '' };
  });
  protected readonly draft = signal(blankLead());
  protected readonly fields = form(this.draft);
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  protected readonly message = signal('');
  protected readonly saving = signal(false);
  /** Name of the company that is being entered first; empty while none is. */
  protected readonly entering = signal('');
  protected readonly restored = signal(false);
  protected readonly conflicts = signal<Conflict<LeadDraft>[]>([]);
  protected readonly takenOver = signal<(keyof LeadDraft)[]>([]);
  private readonly begun = signal(false);
  private saved = false;
  private key = crypto.randomUUID();

  private readonly draftName = computed(() => `${this.session.me()?.id ?? ''}.lead.${this.id() ?? 'new'}`);
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

  protected pick(company: { id: string; name: string }): void {
    this.draft.update((draft) => ({ ...draft, companyId: company.id, companyName: company.name }));
    this.entering.set('');
  }

  protected discard(): void {
    forgetDraft(this.draftName());
    this.draft.set(this.start());
    this.restored.set(false);
  }

  protected take({ field, theirs }: Conflict<LeadDraft>): void {
    this.draft.update((draft) => ({ ...draft, [field]: theirs }));
  }

  protected keep({ field, mine }: Conflict<LeadDraft>): void {
    this.draft.update((draft) => ({ ...draft, [field]: mine }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    const flaws = leadFlaws(CreateLead.safeParse(createLeadOf(draft)).error?.issues ?? [], this.t());
    this.errors.set(flaws);
    this.message.set(Object.keys(flaws).length > 0 ? this.t().error.check : '');
    if (Object.keys(flaws).length > 0) return this.showFirst();
    this.saving.set(true);
    try {
      const base = this.base();
      const lead = base
        ? await this.client.update(base.id, updateLeadOf(base, draft))
        : await this.client.create(createLeadOf(draft), this.key);
      this.saved = true;
      forgetDraft(this.draftName());
      this.notices.done(this.t().saved);
      await this.router.navigate(['/leads', lead.id]);
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  protected async cancel(): Promise<void> {
    const id = this.id();
    await this.router.navigate(id ? ['/leads', id] : ['/leads']);
  }

  /** Starts from the record or an empty form, or goes on with what was left on this device. */
  private begin(): void {
    if (this.begun()) return;
    const kept = keptDraft<LeadDraft>(this.draftName());
    this.draft.set(kept ? { ...this.start(), ...kept } : this.start());
    this.restored.set(kept !== null && JSON.stringify(this.draft()) !== JSON.stringify(this.start()));
    this.begun.set(true);
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    if (problem) this.key = crypto.randomUUID();
    const current = Lead.safeParse(problem?.['current']);
    if (kindOf(problem) === 'stale' && current.success) return this.takeIn(current.data);
    this.errors.set(leadFlaws(problem?.errors ?? [], this.t()));
    this.message.set(problem ? this.t().error.failed : this.t().error.offline);
    this.showFirst();
  }

  /** Somebody else saved first: theirs where I changed nothing, and a question where we both did. */
  private takeIn(current: Lead): void {
    const { merged, conflicts, takenOver } = merge(this.start(), leadDraftOf(current), this.draft());
    this.base.set(current);
    this.draft.set(merged);
    this.conflicts.set(conflicts);
    this.takenOver.set(takenOver);
    this.message.set('');
    setTimeout(() => document.getElementById('lead-conflict')?.scrollIntoView({ block: 'center' }));
  }

  private showFirst(): void {
    setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
}
