import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Conflict, Lead, Ownership } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { mayOn, ReadState, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { protectionWords } from './protection-words';

/** Whose a lead is, until when, and how it came there. */
@Component({
  selector: 'crm-ownership-panel',
  imports: [RouterLink, ReadState, SmallForm],
  templateUrl: './ownership-panel.html',
  host: { class: 'card stack' },
})
export class OwnershipPanel {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = protectionWords();

  readonly lead = input.required<{ id: string; version: number; ownerId: string; departmentId: string }>();
  /** Grows when the lead changed. */
  readonly version = input(0);
  /** Only an open lead can be released. */
  readonly mayRelease = input(false);
  readonly changed = output();

  protected readonly answer = read<unknown>(() => {
    this.version();
    return `/leads/${this.lead().id}/ownership`;
  });
  protected readonly standing = computed(() => (this.answer.hasValue() ? Ownership.parse(this.answer.value()) : null));
  private readonly conflicts = new Paged<Conflict>('/api/v1/conflicts', () =>
    this.session.can('conflict.read') ? { lead: this.lead().id, state: 'open', limit: 10 } : undefined,
  );
  protected readonly inConflict = computed(() => this.conflicts.items().length > 0);
  protected readonly canRelease = computed(() => this.mayRelease() && mayOn(this.session, 'pool.release', this.lead()));
  protected readonly releasing = signal(false);
  protected readonly fields = computed((): SmallField[] => [
    { name: 'reason', label: this.t().reason, as: 'area', required: true, hint: this.t().releaseHint },
  ]);

  private readonly held = linkedSignal(() => this.lead().version);
  protected readonly current = takingIn(Lead, ({ version }) => this.held.set(version));

  protected readonly release = ({ reason }: SmallValues, key: string) =>
    this.api.post(`/leads/${this.lead().id}/release`, { version: this.held(), reason }, key);

  protected renew(): void {
    this.releasing.set(false);
    this.answer.reload();
    this.changed.emit();
  }
}
