import { Component, computed, inject, input, output } from '@angular/core';
import { leadSorts, type User } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { FilterBar } from '../filter-bar/filter-bar';
import { type FilterGroup, filterGroups } from '../lead-list/filter-groups';
import { type FilterName, type LeadFilter, toggled } from '../lead-list/lead-filter';
import { leadWords } from '../lead-words';

/** Text, filters and order of the lead list. */
@Component({
  selector: 'crm-lead-filters',
  imports: [FilterBar],
  templateUrl: './lead-filters.html',
  styleUrl: './lead-filters.css',
})
export class LeadFilters {
  private readonly labels = inject(Language).labels;
  private readonly reference = inject(Reference);
  protected readonly t = leadWords();

  readonly filter = input.required<LeadFilter>();
  /** Whether the reader sees leads of others, and so may ask for an owner. */
  readonly seesOthers = input.required<boolean>();
  readonly changed = output<LeadFilter>();
  readonly cleared = output();

  protected readonly sorts = leadSorts;
  private readonly users = new Paged<User>('/api/v1/users', () =>
    this.seesOthers() ? { limit: 200, active: true, sort: 'displayName' } : undefined,
  );

  protected readonly groups = computed(() =>
    filterGroups(
      this.filter(),
      {
        clusters: this.reference.choices('clusters'),
        regions: this.reference.choices('regions'),
        'chain-nodes': this.reference.choices('chain-nodes'),
        channels: this.reference.choices('channels'),
        owners: this.users.items().filter(({ role }) => role === 'officer' || role === 'head'),
      },
      this.t(),
      this.labels(),
      (item) => this.reference.label(item),
    ),
  );
  protected pick(group: FilterGroup<FilterName>, code: string): void {
    const now = this.filter()[group.name];
    this.changed.emit({ [group.name]: group.single ? (now === code ? undefined : code) : toggled(now, code) });
  }

  protected setOrder(sort: string): void {
    this.changed.emit({ sort: sort === '-createdAt' ? undefined : sort });
  }
}
