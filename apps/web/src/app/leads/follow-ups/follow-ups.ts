import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { FollowUp } from '@torch/contracts';
import { RouterLink } from '@angular/router';
import { Dialog, Paged } from '@torch/ui';
import { ListFoot, mayOn, Notices, Once, Times } from '../../kit';
import { Session } from '../../platform/session';
import { leadWords } from '../lead-words';
import { FollowUpClient } from './follow-up-client';
import { FollowUpForm } from './follow-up-form';
import { TraceLink } from '../../reminder-trace/trace-link';

/** The next steps of a lead or company, to be done, moved or added. */
@Component({
  selector: 'crm-follow-ups',
  imports: [TraceLink, RouterLink, Dialog, FollowUpForm, ListFoot],
  templateUrl: './follow-ups.html',
  host: { class: 'card stack' },
})
export class FollowUps {
  private readonly client = inject(FollowUpClient);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly t = leadWords();

  readonly leadId = input<string>();
  readonly companyId = input<string>();
  readonly mayAdd = input(false);
  /** Whether each names its lead, as on a company's page. */
  readonly showsLead = input(false);
  readonly changed = output();

  protected readonly list = new Paged<FollowUp>('/api/v1/follow-ups', () => ({
    lead: this.leadId(),
    company: this.companyId(),
    status: 'open',
    limit: 50,
  }));
  protected readonly about = computed(() => {
    const [leadId, companyId] = [this.leadId(), this.companyId()];
    return leadId ? { leadId } : companyId ? { companyId } : {};
  });
  protected readonly adding = signal(false);
  protected readonly moving = signal<FollowUp | null>(null);
  private readonly once = new Once();

  protected mayChange(followUp: FollowUp): boolean {
    return mayOn(this.session, 'followUp.update', followUp);
  }

  protected complete(followUp: FollowUp): Promise<void> {
    return this.settle(followUp, 'done', this.t().doneToast);
  }

  protected cancel(followUp: FollowUp): Promise<void> {
    return this.settle(followUp, 'cancelled', this.t().cancelledToast);
  }

  /** Done or called off; either can be taken back. */
  private async settle({ id, version }: FollowUp, status: 'done' | 'cancelled', text: string): Promise<void> {
    try {
      const settled = await this.once.act({ id, version }, () => this.client.update(id, { version, status }));
      if (!settled) return;
      this.notices.undoable(text, async () => {
        await this.client.update(id, { version: settled.version, status: 'open' });
        this.refresh();
      });
    } catch (error) {
      this.notices.failed(error);
    }
    this.refresh();
  }

  protected refresh(): void {
    this.adding.set(false);
    this.moving.set(null);
    this.list.reload();
    this.changed.emit();
  }
}
