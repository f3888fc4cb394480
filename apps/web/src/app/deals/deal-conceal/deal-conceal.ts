import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { Deal, User } from '@torch/contracts';
import { reachOf } from '@torch/domain';
import { Dialog, Field, Paged } from '@torch/ui';
import { ListFoot, Notices } from '../../kit';
import { kindOf, problemOf } from '../../platform/problem';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';

/** Makes a deal known to named people alone, changes who they are, or opens it again. */
@Component({
  selector: 'crm-deal-conceal',
  imports: [Dialog, Field, ListFoot],
  templateUrl: './deal-conceal.html',
})
export class DealConceal {
  private readonly client = inject(DealClient);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly t = dealWords();

  readonly deal = input.required<Deal>();
  readonly changed = output();
  readonly cancelled = output();

  protected readonly list = new Paged<User>('/api/v1/users', () => ({ active: true, limit: 200, sort: 'displayName' }));
  /**
   * Who can be named: whoever is named already, in the list of users or not, and all who could read deals at all. The
   * owner always knows, and is not asked about.
   */
  protected readonly choices = computed(() => {
    const named = this.deal().namedPeople.map(({ id, name }) => ({ id, name, departmentName: '' }));
    const users = this.list
      .items()
      .filter(({ role }) => reachOf(role, 'deal.read'))
      .map(({ id, displayName, departmentName }) => ({ id, name: displayName, departmentName }));
    return [...named.filter(({ id }) => !users.some((user) => user.id === id)), ...users].filter(
      ({ id }) => id !== this.deal().ownerId,
    );
  });
  protected readonly codename = linkedSignal(() => this.deal().codename ?? '');
  /** A first proposal names whoever makes the deal confidential. */
  protected readonly people = linkedSignal<readonly string[]>(() => {
    const named = this.deal().namedPeople.map(({ id }) => id);
    return named.length > 0 ? named : [this.session.me()?.id ?? ''];
  });
  protected readonly error = signal('');
  protected readonly saving = signal(false);

  protected name(id: string, named: boolean): void {
    this.people.update((people) => [...people.filter((each) => each !== id), ...(named ? [id] : [])]);
  }

  protected async conceal(event: Event): Promise<void> {
    event.preventDefault();
    const codename = this.codename().trim();
    this.error.set(codename ? '' : this.t().conceal.codenameMissing);
    if (codename) await this.send(codename);
  }

  protected open(): Promise<void> {
    return this.send(null);
  }

  private async send(codename: string | null): Promise<void> {
    if (this.saving()) return;
    this.saving.set(true);
    const people = codename === null ? [] : [...this.people()];
    try {
      await this.client.conceal(this.deal().id, { version: this.deal().version, codename, people });
      this.notices.done(codename === null ? this.t().conceal.opened : this.t().conceal.done);
      this.changed.emit();
    } catch (error) {
      this.notices.failed(error);
      if (kindOf(problemOf(error)) === 'stale') this.changed.emit();
    } finally {
      this.saving.set(false);
    }
  }
}
