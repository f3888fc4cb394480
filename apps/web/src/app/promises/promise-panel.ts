import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { InvestorPromise } from '@torch/contracts';
import type { Owned } from '@torch/domain';
import { Paged } from '@torch/ui';
import { mayOn } from '../kit';
import { LeadClient } from '../leads/lead-client';
import { Session } from '../platform/session';
import { type Belongs, PromiseForm } from './promise-form';
import { PromiseList } from './promise-list';
import { promiseWords } from './promise-words';

/** What was promised on a lead, a deal or a visit, and the way to one more. */
@Component({
  selector: 'crm-promise-panel',
  imports: [PromiseForm, PromiseList],
  template: `
    <div class="spread">
      <h2>{{ t().promises }}</h2>
      @if (mayAdd()) {
        <button class="button small" type="button" (click)="adding.set(true)">{{ t().add }}</button>
      }
    </div>
    @if (about().leadId) {
      <crm-promise-list [list]="list" (changed)="changed.emit()" />
    } @else {
      <p class="soft">{{ t().needsLead }}</p>
    }
    @if (adding()) {
      <crm-promise-form [about]="about()" (saved)="renew()" (closed)="renew()" />
    }
  `,
  host: { class: 'card stack' },
})
export class PromisePanel {
  private readonly session = inject(Session);
  protected readonly t = promiseWords();

  /** An empty lead is a visit's that hangs on none. */
  readonly about = input.required<Belongs>();
  /** Whose the lead is; left out, the lead is asked. */
  readonly owner = input<Owned>();
  readonly changed = output();

  protected readonly adding = signal(false);
  private readonly lead = inject(LeadClient).one(() => (this.owner() ? undefined : this.about().leadId || undefined));
  protected readonly judged = computed(() => this.owner() ?? (this.lead.hasValue() ? this.lead.value() : undefined));
  protected readonly mayAdd = computed(() => {
    const lead = this.judged();
    return this.about().leadId !== '' && lead !== undefined && mayOn(this.session, 'promise.create', lead);
  });
  protected readonly list = new Paged<InvestorPromise>('/api/v1/promises', () => {
    const { leadId, dealId, visitId } = this.about();
    if (!leadId) return undefined;
    return { ...(visitId ? { visit: visitId } : dealId ? { deal: dealId } : { lead: leadId }), limit: 50 };
  });

  protected renew(): void {
    this.adding.set(false);
    this.list.reload();
    this.changed.emit();
  }
}
