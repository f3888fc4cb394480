import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { FollowUp } from '@torch/contracts';
import { Dialog, ErrorState, Loading, Paged } from '@torch/ui';
import { mayOn, Notices, Times } from '../../kit';
import { Session } from '../../platform/session';
import { leadWords } from '../lead-words';
import { FollowUpClient } from './follow-up-client';
import { FollowUpForm } from './follow-up-form';

/** The next steps of a lead or company, to be done, moved or added. */
@Component({
  selector: 'crm-follow-ups',
  imports: [Dialog, ErrorState, Loading, FollowUpForm],
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

  protected mayChange(followUp: FollowUp): boolean {
    return mayOn(this.session, 'followUp.update', followUp);
  }

  protected async complete(followUp: FollowUp): Promise<void> {
    try {
      await this.client.update(followUp.id, { version: followUp.version, status: 'done' });
      this.notices.done(this.t().doneToast);
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
