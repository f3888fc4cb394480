import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { InvestorPromise } from '@torch/contracts';
import type { Owned } from '@torch/domain';
import { Paged } from '@torch/ui';
import { mayOn } from '../kit';
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
      <crm-promise-form [about]="about()" (saved)="added()" (closed)="adding.set(false)" />
    }
  `,
  host: { class: 'card stack' },
})
export class PromisePanel {
  private readonly session = inject(Session);
  protected readonly t = promiseWords();

  /** An empty lead is a visit's that hangs on none. */
  readonly about = input.required<Belongs>();
  /** Whose the lead, deal or visit is. */
  readonly owner = input.required<Owned>();
  readonly changed = output();

  protected readonly adding = signal(false);
  protected readonly mayAdd = computed(
    () => this.about().leadId !== '' && mayOn(this.session, 'promise.create', this.owner()),
  );
  protected readonly list = new Paged<InvestorPromise>('/api/v1/promises', () => {
    const { leadId, dealId, visitId } = this.about();
    if (!leadId) return undefined;
    return { ...(visitId ? { visit: visitId } : dealId ? { deal: dealId } : { lead: leadId }), limit: 50 };
  });

  protected added(): void {
    this.adding.set(false);
    this.list.reload();
    this.changed.emit();
  }
}
