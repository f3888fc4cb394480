import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Lead, User } from '@torch/contracts';
import { Dialog, Field, Paged } from '@torch/ui';
import { mayOn, Notices } from '../../kit';
import { kindOf, problemOf } from '../../platform/problem';
import { Session } from '../../platform/session';
import { LeadClient } from '../lead-client';
import { leadFlaws } from '../lead-form/lead-flaws';
import { leadWords } from '../lead-words';

/** Hands a lead over to somebody else within reach. */
@Component({
  selector: 'crm-lead-assign',
  imports: [Dialog, Field],
  templateUrl: './lead-assign.html',
})
export class LeadAssign {
  private readonly client = inject(LeadClient);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly t = leadWords();

  readonly lead = input.required<Lead>();
  readonly assigned = output();
  readonly cancelled = output();
  /** Somebody else changed the lead meanwhile. */
  readonly outdated = output();

  private readonly list = new Paged<User>('/api/v1/users', () => ({ active: true, limit: 200, sort: 'displayName' }));
  protected readonly users = computed(() =>
    this.list
      .items()
      .filter(
        ({ id, role, departmentId }) =>
          (role === 'officer' || role === 'head') &&
          id !== this.lead().ownerId &&
          mayOn(this.session, 'lead.assign', { ownerId: id, departmentId }),
      ),
  );
  protected readonly owner = signal('');
  protected readonly error = signal('');
  protected readonly saving = signal(false);

  protected async assign(event: Event): Promise<void> {
    event.preventDefault();
    const user = this.users().find(({ id }) => id === this.owner());
    this.error.set(user ? '' : this.t().error.owner);
    if (!user || this.saving()) return;
    this.saving.set(true);
    try {
      await this.client.assign(this.lead().id, { version: this.lead().version, ownerId: user.id });
      this.notices.done(this.t().assigned(user.displayName));
      this.assigned.emit();
    } catch (error) {
      const { ownerId } = leadFlaws(problemOf(error)?.errors ?? [], this.t());
      if (ownerId) this.error.set(ownerId);
      else this.notices.failed(error);
      if (kindOf(problemOf(error)) === 'stale') this.outdated.emit();
    } finally {
      this.saving.set(false);
    }
  }
}
