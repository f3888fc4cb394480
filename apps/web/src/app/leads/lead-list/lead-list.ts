import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { Lead } from '@torch/contracts';
import { openLeadStatuses, quietAfterDays } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { Language } from '../../platform/language';
import { ExportButton } from '../../ledgers/export-button';
import { ListFoot, reach, Times, totalText } from '../../kit';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { chosenLeads } from '../follow-ups/chosen-leads';
import { PlanFollowUps } from '../follow-ups/plan-follow-ups';
import { LeadFilters } from '../lead-filters/lead-filters';
import { LeadStatusTag } from '../lead-status-tag';
import { leadWords } from '../lead-words';
import { countFilters, type LeadFilter, readFilter } from './lead-filter';
import { SavedViews } from '../../views/saved-views';

/** All leads within reach. The address bar holds what is filtered and sorted. */
@Component({
  selector: 'crm-lead-list',
  imports: [ExportButton, RouterLink, ListFoot, PageHeader, LeadFilters, LeadStatusTag, PlanFollowUps, SavedViews],
  templateUrl: './lead-list.html',
  styleUrl: './lead-list.css',
  host: { class: 'page' },
})
export class LeadList {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly labels = inject(Language).labels;
  protected readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly t = leadWords();

  readonly q = input<string>();
  readonly status = input<string>();
  readonly cluster = input<string>();
  readonly region = input<string>();
  readonly chainGap = input<string>();
  readonly chainNode = input<string>();
  readonly channel = input<string>();
  readonly owner = input<string>();
  readonly staleDays = input<string>();
  readonly sort = input<string>();

  protected readonly filter = computed<LeadFilter>(() =>
    readFilter({
      q: this.q(),
      status: this.status(),
      cluster: this.cluster(),
      region: this.region(),
      chainGap: this.chainGap(),
      chainNode: this.chainNode(),
      channel: this.channel(),
      owner: this.seesOthers() ? this.owner() : undefined,
      staleDays: this.staleDays(),
      sort: this.sort(),
    }),
  );
  protected readonly seesOthers = computed(() => reach(this.session, 'lead.read') !== 'own');
  protected readonly narrowed = computed(() => countFilters(this.filter()) > 0 || Boolean(this.filter().q));
  protected readonly mayCreate = computed(() => this.session.can('lead.create'));
  protected readonly ledgers = ['leads'] as const;
  /** The filters without the order. */
  protected readonly narrowing = computed(() => ({ ...this.filter(), sort: undefined }));
  protected readonly list = new Paged<Lead>('/api/v1/leads', () => ({ ...this.filter(), limit: 50 }));
  protected readonly mayPlan = computed(() => this.session.can('followUp.create'));
  protected readonly chosen = chosenLeads(this.filter, () => this.list.items());
  protected readonly total = totalText(this.list, (count) => this.t().total(count));

  /** Days without contact when they are too many, on a lead that somebody should be working on. */
  protected quietDays(lead: Lead): number | null {
    const open: readonly string[] = openLeadStatuses;
    const days = this.times.daysSince(lead.lastContactAt);
    return open.includes(lead.status) && days >= quietAfterDays ? days : null;
  }

  protected apply(change: LeadFilter): void {
    void this.router.navigate([], { queryParams: change, queryParamsHandling: 'merge', replaceUrl: 'q' in change });
  }

  protected clear(): void {
    const { sort } = this.filter();
    void this.router.navigate([], { queryParams: sort ? { sort } : {} });
  }
}
