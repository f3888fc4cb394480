import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { FollowUp } from '@torch/contracts';
import type { VisitStatus } from '@torch/domain';
import { Dialog, Paged, PageHeader } from '@torch/ui';
import { Language } from '../../platform/language';
import { ContactClient } from '../../contacts/contact-client';
import { Attachments } from '../../attachments/attachments';
import { mayOn, Notices, Once, Times, ReadState } from '../../kit';
import { FollowUpForm } from '../../leads/follow-ups/follow-up-form';
import { Session } from '../../platform/session';
import { PromisePanel } from '../../promises/promise-panel';
import { NextSteps } from '../next-steps/next-steps';
import { VisitClient } from '../visit-client';
import { visitWords } from '../visit-words';
import { TracePanel } from '../../reminder-trace/trace-panel';

/** One visit: with whom, what was said and promised, what comes next. */
@Component({
  selector: 'crm-visit-page',
  imports: [TracePanel, Attachments, RouterLink, Dialog, NextSteps, PageHeader, FollowUpForm, PromisePanel, ReadState],
  templateUrl: './visit-page.html',
  host: { class: 'page narrow' },
})
export class VisitPage {
  private readonly client = inject(VisitClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = visitWords();

  readonly id = input.required<string>();

  protected readonly visit = this.client.one(() => this.id());
  private readonly contactList = inject(ContactClient).ofCompany(() =>
    this.visit.hasValue() && this.visit.value().contactIds.length > 0 ? this.visit.value().companyId : undefined,
  );
  protected readonly contacts = computed(() => {
    if (!this.visit.hasValue() || !this.contactList.hasValue()) return '';
    const { contactIds } = this.visit.value();
    const met = this.contactList.value().items.filter(({ id }) => contactIds.includes(id));
    return met.map(({ name, title }) => [name, title].filter(Boolean).join(' ')).join(' · ');
  });
  protected readonly texts = ['minutes', 'results', 'commitments', 'nextStep'] as const;
  protected readonly arranged = ['talkingPoints', 'vehicles', 'materials'] as const;
  protected readonly sides = ['hosts', 'guests'] as const;
  protected readonly languages = ['zh', 'en'] as const;
  protected readonly prepared = computed(() => {
    if (!this.visit.hasValue()) return false;
    const visit = this.visit.value();
    const { purpose, itinerary, hosts, guests } = visit;
    const texts = this.arranged.map((name) => visit[name]);
    return Boolean(purpose) || texts.some(Boolean) || itinerary.length + hosts.length + guests.length > 0;
  });
  private readonly followUps = new Paged<FollowUp>('/api/v1/follow-ups', () =>
    this.session.can('followUp.read') ? { visit: this.id(), limit: 50 } : undefined,
  );
  protected readonly planning = signal(false);
  private readonly once = new Once();
  protected readonly mayEdit = computed(
    () => this.visit.hasValue() && mayOn(this.session, 'visit.update', this.visit.value()),
  );
  protected readonly mayRemove = computed(
    () => this.visit.hasValue() && mayOn(this.session, 'visit.delete', this.visit.value()),
  );

  protected async move(status: VisitStatus): Promise<void> {
    if (!this.visit.hasValue()) return;
    const { cancelAsk, cancelVisit } = this.t();
    if (status === 'cancelled' && !(await this.notices.confirm({ title: cancelAsk, yes: cancelVisit }))) return;
    try {
      const { id, version } = this.visit.value();
      if (!(await this.once.act({ id, version }, () => this.client.update(id, { version, status })))) return;
      this.notices.done(status === 'completed' ? this.t().completed : this.t().cancelled);
    } catch (error) {
      this.notices.failed(error);
    }
    this.visit.reload();
  }

  /** The follow-up that the next step has become already, by the quick log or by hand. */
  protected followUpOf(nextStep: string): FollowUp | undefined {
    return this.followUps.items().find(({ title }) => title === nextStep.slice(0, 200));
  }

  protected planned(): void {
    this.followUps.reload();
    this.planning.set(false);
    this.notices.done(this.t().followUpMade);
  }

  protected async remove(): Promise<void> {
    const [t, id] = [this.t(), this.id()];
    try {
      await this.notices.remove({
        type: 'visit',
        id,
        ask: { title: t.removeAsk, text: t.removeHint },
        done: t.removed,
        restored: t.restored,
        work: () => this.client.remove(id),
        after: () => this.router.navigate(['/visits']),
        back: () => this.router.navigate(['/visits', id]),
      });
    } catch (error) {
      this.notices.failed(error);
    }
  }
}
