import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Lead, User } from '@torch/contracts';
import { Dialog, Field, Paged } from '@torch/ui';
import { Notices } from '../../kit';
import { problemOf } from '../../platform/problem';
import { LeadClient } from '../lead-client';
import { leadFlaws } from '../lead-form/lead-flaws';
import { leadWords } from '../lead-words';

/** Hands a lead over to another officer. */
@Component({
  selector: 'crm-lead-assign',
  imports: [Dialog, Field],
  templateUrl: './lead-assign.html',
})
export class LeadAssign {
  private readonly client = inject(LeadClient);
  private readonly notices = inject(Notices);
  protected readonly t = leadWords();

  readonly lead = input.required<Lead>();
  readonly assigned = output();
  readonly cancelled = output();

  private readonly list = new Paged<User>('/api/v1/users', () => ({ active: true, limit: 200, sort: 'displayName' }));
  protected readonly users = computed(() =>
    this.list.items().filter(({ id, role }) => (role === 'officer' || role === 'head') && id !== this.lead().ownerId),
  );
  protected readonly owner = signal('');
  protected readonly error = signal('');
  protected readonly saving = signal(false);

  protected async assign(event: Event): Promise<void> {
    event.preventDefault();
    const user = this.users().find(({ id }) => id === this.owner());
    this.error.set(user ? '' : this.t().error.owner);
    if (!user) return;
    this.saving.set(true);
    try {
      await this.client.assign(this.lead().id, { version: this.lead().version, ownerId: user.id });
      this.notices.done(this.t().assigned(user.displayName));
      this.assigned.emit();
    } catch (error) {
      const { ownerId } = leadFlaws(problemOf(error)?.errors ?? [], this.t());
      if (ownerId) this.error.set(ownerId);
      else this.notices.failed(error);
    } finally {
      this.saving.set(false);
    }
  }
}
