import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { ErrorState, Loading, PageHeader } from '@torch/ui';
import { mayOn, Notices, Times } from '../../kit';
import { Session } from '../../platform/session';
import { FollowUps } from '../follow-ups/follow-ups';
import { LeadAssign } from '../lead-assign/lead-assign';
import { LeadClient } from '../lead-client';
import { LeadFacts } from '../lead-facts/lead-facts';
import { LeadMoves } from '../lead-moves/lead-moves';
import { LeadStatusTag } from '../lead-status-tag';
import { leadWords } from '../lead-words';
import { Timeline } from '../../timeline/timeline';

/** One lead: what it is, what comes next, what happened. */
@Component({
  selector: 'crm-lead-page',
  imports: [
    RouterLink,
    ErrorState,
    Loading,
    PageHeader,
    FollowUps,
    LeadAssign,
    LeadFacts,
    LeadMoves,
    LeadStatusTag,
    Timeline,
  ],
  templateUrl: './lead-page.html',
  host: { class: 'page' },
})
export class LeadPage {
  private readonly client = inject(LeadClient);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  protected readonly times = inject(Times);
  protected readonly t = leadWords();

  readonly id = input.required<string>();

  protected readonly lead = this.client.one(() => this.id());
  protected readonly changes = signal(0);
  protected readonly assigning = signal(false);
  private readonly may = (permission: 'lead.update' | 'lead.delete' | 'lead.assign') =>
    computed(() => this.lead.hasValue() && mayOn(this.session, permission, this.lead.value()));
  protected readonly mayEdit = this.may('lead.update');
  protected readonly mayRemove = this.may('lead.delete');
  protected readonly mayAssign = this.may('lead.assign');

  protected refresh(): void {
    this.assigning.set(false);
    this.lead.reload();
    this.changes.update((count) => count + 1);
  }

  protected async remove(): Promise<void> {
    const t = this.t();
    if (!(await this.notices.confirm({ title: t.removeAsk, text: t.removeHint, yes: t.remove, no: t.cancel }))) return;
    const id = this.id();
    try {
      await this.client.remove(id);
      await this.router.navigate(['/leads']);
      const after = () => void this.router.navigate(['/leads', id]);
      this.notices.deleted('lead', id, { text: t.removed, undo: t.undo, restored: t.restored, after });
    } catch (error) {
      this.notices.failed(error);
    }
  }
}
