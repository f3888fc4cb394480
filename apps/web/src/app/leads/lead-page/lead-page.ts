import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { PageHeader } from '@torch/ui';
import { Attachments } from '../../attachments/attachments';
import { mayOn, Notices, Times, ReadState } from '../../kit';
import { ContactList } from '../../contacts/contact-list/contact-list';
import { Session } from '../../platform/session';
import { PromisePanel } from '../../promises/promise-panel';
import { OwnershipPanel } from '../../protection/ownership-panel';
import { ScreeningPanel } from '../../reviews/screenings/screening-panel';
import { ConvertLead } from '../../deals/convert-lead/convert-lead';
import { FollowUps } from '../follow-ups/follow-ups';
import { LeadAssign } from '../lead-assign/lead-assign';
import { VisitList } from '../../visits/visit-list';
import { LeadClient } from '../lead-client';
import { LeadFacts } from '../lead-facts/lead-facts';
import { LeadMoves } from '../lead-moves/lead-moves';
import { LeadStatusTag } from '../lead-status-tag';
import { leadWords } from '../lead-words';
import { Timeline } from '../../timeline/timeline';
import { TracePanel } from '../../reminder-trace/trace-panel';

/** One lead: what it is, what comes next, what happened. */
@Component({
  selector: 'crm-lead-page',
  imports: [
    TracePanel,
    ContactList,
    RouterLink,
    Attachments,
    ConvertLead,
    FollowUps,
    LeadAssign,
    LeadFacts,
    LeadMoves,
    LeadStatusTag,
    OwnershipPanel,
    PageHeader,
    PromisePanel,
    ReadState,
    ScreeningPanel,
    Timeline,
    VisitList,
  ],
  templateUrl: './lead-page.html',
  host: { class: 'page' },
})
export class LeadPage {
  private readonly client = inject(LeadClient);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
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
    const [t, id] = [this.t(), this.id()];
    try {
      await this.notices.remove({
        type: 'lead',
        id,
        ask: { title: t.removeAsk, text: t.removeHint },
        done: t.removed,
        restored: t.restored,
        work: () => this.client.remove(id),
        after: () => this.router.navigate(['/leads']),
        back: () => this.router.navigate(['/leads', id]),
      });
    } catch (error) {
      this.notices.failed(error);
    }
  }
}
