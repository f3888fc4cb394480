import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Lead } from '@torch/contracts';
import { isReopening, type LeadObstacle, leadObstacles, type LeadStatus, nextLeadStatuses } from '@torch/domain';
import { Dialog, Field } from '@torch/ui';
import { Language } from '../../platform/language';
import { mayOn, Notices, Times } from '../../kit';
import { addDays } from '../../platform/zoned';
import { kindOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { LeadClient } from '../lead-client';
import { leadWords } from '../lead-words';

/** Where the lead can go from here; asks what the way needs. */
@Component({
  selector: 'crm-lead-moves',
  imports: [Dialog, Field],
  templateUrl: './lead-moves.html',
  host: { class: 'row' },
})
export class LeadMoves {
  private readonly client = inject(LeadClient);
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  private readonly labels = inject(Language).labels;
  protected readonly reference = inject(Reference);
  protected readonly t = leadWords();

  readonly lead = input.required<Lead>();
  readonly moved = output();

  protected readonly reopening = computed(() => isReopening(this.lead().status));
  protected readonly may = computed(() =>
    mayOn(this.session, this.reopening() ? 'lead.reopen' : 'lead.move', this.lead()),
  );
  protected readonly next = computed(() => (this.may() ? nextLeadStatuses(this.lead().status) : []));
  protected readonly asked = signal<LeadStatus | null>(null);
  protected readonly wakeOn = signal('');
  protected readonly reason = signal('');
  protected readonly note = signal('');
  protected readonly obstacles = signal<LeadObstacle[]>([]);
  protected readonly saving = signal(false);

  protected word(status: LeadStatus): string {
    return this.reopening() ? this.t().reopen : this.t().moveAs[status];
  }

  protected tomorrow(): string {
    return addDays(this.times.day(), 1);
  }

  protected ask(status: LeadStatus): void {
    this.obstacles.set([]);
    this.asked.set(status);
  }

  protected async move(event: Event): Promise<void> {
    event.preventDefault();
    const status = this.asked();
    if (!status || this.saving()) return;
    const move = { wakeOn: this.wakeOn() || null, reason: this.reason() || null };
    this.obstacles.set(leadObstacles(this.lead().status, { to: status, ...move }, this.times.day()));
    if (this.obstacles().length > 0) return;
    this.saving.set(true);
    try {
      await this.client.move(this.lead().id, {
        version: this.lead().version,
        status,
        ...move,
        note: this.note().trim() || null,
      });
      this.notices.done(this.t().moved(this.labels().leadStatus[status]));
      this.finish();
    } catch (error) {
      this.notices.failed(error);
      // The page shows how the lead stands now; what was typed stays for another try.
      if (kindOf(problemOf(error)) === 'stale') this.moved.emit();
    } finally {
      this.saving.set(false);
    }
  }

  private finish(): void {
    this.asked.set(null);
    this.note.set('');
    this.moved.emit();
  }
}
