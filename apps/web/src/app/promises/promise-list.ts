import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { InvestorPromise } from '@torch/contracts';
import type { PromiseState } from '@torch/domain';
import type { Paged } from '@torch/ui';
import { ListFoot, mayOn, Notices, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { PromiseForm } from './promise-form';
import { promiseWords } from './promise-words';
import { TraceLink } from '../reminder-trace/trace-link';

/** Promises with what their reader can do about them: kept in one touch, not kept with the reason. */
@Component({
  selector: 'crm-promise-list',
  imports: [TraceLink, RouterLink, ListFoot, PromiseForm, SmallForm],
  templateUrl: './promise-list.html',
  host: { class: 'stack' },
})
export class PromiseList {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = promiseWords();

  readonly list = input.required<Paged<InvestorPromise>>();
  /** Names company and deal, where promises of several stand together. */
  readonly showsWhere = input(false);
  readonly empty = input('');
  readonly changed = output();

  /** The one that is being settled by a touch. */
  protected readonly busy = signal('');
  protected readonly editing = signal<InvestorPromise | null>(null);
  protected readonly settling = signal<{ promise: InvestorPromise; to: 'broken' | 'withdrawn' } | null>(null);
  protected readonly why = computed((): SmallField[] => [
    { name: 'note', label: this.t().note, as: 'area', required: true, max: 1000 },
  ]);
  protected readonly current = takingIn(InvestorPromise, (promise) =>
    this.settling.update((asked) => asked && { ...asked, promise }),
  );

  protected day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });

  protected mayChange(promise: InvestorPromise): boolean {
    // The lead's owner settles it too, whoever sees to it.
    const { leadOwnerId: ownerId, leadDepartmentId: departmentId } = promise;
    return (
      mayOn(this.session, 'promise.update', promise) || mayOn(this.session, 'promise.update', { ownerId, departmentId })
    );
  }

  protected ask(promise: InvestorPromise, to: 'broken' | 'withdrawn'): void {
    this.settling.set({ promise, to });
  }

  protected readonly settle = ({ note }: SmallValues, key: string) => {
    const asked = this.settling();
    return this.api.post(
      `/promises/${asked?.promise.id}/state`,
      { version: asked?.promise.version, state: asked?.to, note },
      key,
    );
  };

  /** A slip of the thumb is taken back as quickly as it was made. */
  protected async keep(promise: InvestorPromise): Promise<void> {
    const kept = await this.move(promise, 'kept');
    if (kept) this.notices.undoable(this.t().kept, () => this.move(kept, 'open'));
  }

  protected async reopen(promise: InvestorPromise): Promise<void> {
    if (await this.move(promise, 'open')) this.notices.done(this.t().reopened);
  }

  private async move({ id, version }: InvestorPromise, state: PromiseState): Promise<InvestorPromise | null> {
    if (this.busy() === id) return null;
    this.busy.set(id);
    try {
      return await this.api.post<InvestorPromise>(`/promises/${id}/state`, { version, state });
    } catch (error) {
      this.notices.failed(error);
      return null;
    } finally {
      this.busy.set('');
      this.renew();
    }
  }

  protected renew(): void {
    this.settling.set(null);
    this.editing.set(null);
    this.list().reload();
    this.changed.emit();
  }
}
