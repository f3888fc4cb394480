import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { Company, DealSummary, Lead } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { ContactList } from '../../contacts/contact-list/contact-list';
import { Attachments } from '../../attachments/attachments';
import { ListFoot, mayOn, Notices, ReadState } from '../../kit';
import { FollowUps } from '../../leads/follow-ups/follow-ups';
import { LeadStatusTag } from '../../leads/lead-status-tag';
import { StageTag } from '../../deals/stage-tag';
import { Timeline } from '../../timeline/timeline';
import { Language } from '../../platform/language';
import { kindOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { VisitList } from '../../visits/visit-list';
import { CompanyClient } from '../company-client';
import { countryName } from '../company-names';
import { companyWords } from '../company-words';
import { AftercarePanel } from '../../problems/aftercare-panel';
import { ProblemPanel } from '../../problems/problem-panel';
import { HolderNotice } from '../../protection/holder-notice';

/** One company: who it is, whom we know there, what is going on with it. */
@Component({
  selector: 'crm-company-page',
  imports: [
    StageTag,
    AftercarePanel,
    ProblemPanel,
    Attachments,
    RouterLink,
    PageHeader,
    ContactList,
    FollowUps,
    LeadStatusTag,
    Timeline,
    ListFoot,
    ReadState,
    VisitList,
    HolderNotice,
  ],
  templateUrl: './company-page.html',
  host: { class: 'page' },
})
export class CompanyPage {
  private readonly client = inject(CompanyClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly language = inject(Language);
  protected readonly session = inject(Session);
  protected readonly reference = inject(Reference);
  protected readonly t = companyWords();

  readonly id = input.required<string>();

  protected readonly facts = ['nameZh', 'nameLocal', 'nameEn', 'registrationNumber', 'address'] as const;
  protected readonly lists = ['clusters', 'tiers'] as const;
  protected readonly company = this.client.one(() => this.id());
  protected readonly deals = new Paged<DealSummary>('/api/v1/deals', () => ({ company: this.id(), limit: 20 }));
  protected readonly leads = new Paged<Lead>('/api/v1/leads', () => ({ company: this.id(), limit: 20 }));
  protected readonly changes = signal(0);
  protected readonly mayEdit = computed(
    () => this.company.hasValue() && mayOn(this.session, 'company.update', this.company.value()),
  );
  protected readonly mayRemove = computed(
    () => this.company.hasValue() && mayOn(this.session, 'company.delete', this.company.value()),
  );

  /** Whoever looks after a landed company tells of its problems. */
  protected readonly mayReport = computed(() => {
    if (!this.company.hasValue()) return false;
    const { aftercare, ownerId, departmentId } = this.company.value();
    const held = aftercare
      ? { ownerId: aftercare.managerId, departmentId: aftercare.managerDepartmentId }
      : { ownerId, departmentId };
    return mayOn(this.session, 'problem.create', held);
  });

  /** Region and country; one word where both are the same. */
  protected place({ region, country }: Company): string {
    const name = countryName(country, this.language.current(), this.t().places);
    return [...new Set([this.reference.name('regions', region), name])].join(' · ');
  }

  /** What hangs on the company changed, and with it what the company says of itself. */
  protected renew(): void {
    this.company.reload();
    this.noteChange();
  }

  protected noteChange(): void {
    this.changes.update((count) => count + 1);
  }

  protected async remove(): Promise<void> {
    const [t, id] = [this.t(), this.id()];
    try {
      await this.notices.remove({
        type: 'company',
        id,
        ask: { title: t.removeAsk, text: t.removeHint },
        done: t.removed,
        restored: t.restored,
        work: () => this.client.remove(id),
        after: () => this.router.navigate(['/companies']),
        back: () => this.router.navigate(['/companies', id]),
      });
    } catch (error) {
      if (kindOf(problemOf(error)) === 'in-use') this.notices.refused(t.error.inUse);
      else this.notices.failed(error);
    }
  }
}
