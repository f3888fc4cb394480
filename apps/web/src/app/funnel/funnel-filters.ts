import { Component, computed, inject, input, output } from '@angular/core';
import type { Department, User } from '@torch/contracts';
import { chainGaps, type ReferenceKind } from '@torch/domain';
import { Whole } from '@torch/ui';
import { departmentTree } from '../cockpit/department-tree';
import { reach } from '../kit';
import { FilterBar } from '../leads/filter-bar/filter-bar';
import type { FilterGroup, FilterOption } from '../leads/lead-list/filter-groups';
import { toggled } from '../leads/lead-list/lead-filter';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { withChosen } from './chosen-options';
import { type FunnelAddress, type FunnelFilterName, funnelFilters } from './funnel-address';
import { funnelWords } from './funnel-words';

const lists: Partial<Record<FunnelFilterName, ReferenceKind>> = {
  cluster: 'clusters',
  park: 'parks',
  region: 'regions',
  chain: 'chains',
  chainNode: 'chain-nodes',
  channel: 'channels',
  tier: 'tiers',
  anchor: 'anchors',
};

/** By what a funnel is narrowed; whoever sees more than their own asks by owner and department too. */
@Component({
  selector: 'crm-funnel-filters',
  imports: [FilterBar],
  template: `<crm-filter-bar
    [q]="address().q"
    [hint]="hint() ?? t().searchHint"
    [groups]="groups()"
    (asked)="narrowed.emit({ q: $event })"
    (picked)="pick($event.group, $event.code)"
    (cleared)="clear()"
  />`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class FunnelFilters {
  private readonly session = inject(Session);
  private readonly reference = inject(Reference);
  private readonly labels = inject(Language).labels;
  protected readonly t = funnelWords();

  readonly address = input.required<FunnelAddress>();
  /** Those of the filters that there are, beside the search. */
  readonly names = input<readonly FunnelFilterName[]>(funnelFilters);
  /** What the search looks for; left out, leads. */
  readonly hint = input<string>();
  readonly narrowed = output<Readonly<Record<string, string | null>>>();

  private readonly seesOthers = computed(() => reach(this.session, 'lead.read') !== 'own');
  private readonly users = new Whole<User>('/api/v1/users', () =>
    this.seesOthers() ? { active: true, sort: 'displayName' } : undefined,
  );
  /** Read for the name of somebody chosen who has left. */
  private readonly formerUsers = new Whole<User>('/api/v1/users', () =>
    this.address().owner ? { active: false, sort: 'displayName' } : undefined,
  );
  private readonly departments = new Whole<Department>('/api/v1/departments', () =>
    this.seesOthers() || this.address().department ? {} : undefined,
  );
  private readonly people = computed(
    () =>
      new Map([
        ...[...this.users.items(), ...this.formerUsers.items()].map(
          ({ id, displayName }) => [id, displayName] as const,
        ),
        ...this.departments.items().map(({ id, name }) => [id, name] as const),
      ]),
  );

  protected readonly groups = computed(() =>
    this.names().flatMap((name): FilterGroup<FunnelFilterName>[] => {
      const chosen = this.address()[name]?.split(',') ?? [];
      const options = this.options(name, chosen);
      return options.length > 0 ? [{ name, title: this.t().dimension[name], options, chosen, single: false }] : [];
    }),
  );

  private options(name: FunnelFilterName, chosen: readonly string[]): FilterOption[] {
    const list = lists[name];
    if (list)
      return this.reference
        .choices(list, chosen)
        .map((item) => ({ code: item.code, label: this.reference.label(item) }));
    if (name === 'chainGap') return chainGaps.map((code) => ({ code, label: this.labels().chainGap[code] }));
    const { otherDepartment, otherPerson } = this.t();
    if (name === 'department') return withChosen(this.ownDepartments(), chosen, this.people(), otherDepartment);
    const owners = this.users.items().filter(({ role }) => role === 'officer' || role === 'head');
    return withChosen(
      owners.map(({ id, displayName }) => ({ code: id, label: displayName })),
      chosen,
      this.people(),
      otherPerson,
    );
  }

  /** Those that there are to choose from: for a leader all, for a head the own ones if they are several. */
  private ownDepartments(): FilterOption[] {
    const all = this.departments.items();
    if (reach(this.session, 'lead.read') === 'all') return all.map(({ id, name }) => ({ code: id, label: name }));
    const root = this.session.me()?.departmentId;
    const tree = this.seesOthers() && root ? departmentTree(all, root) : [];
    return tree.length > 1 ? tree.map(({ id, name }) => ({ code: id, label: name })) : [];
  }

  protected pick({ name }: FilterGroup<FunnelFilterName>, code: string): void {
    this.narrowed.emit({ [name]: toggled(this.address()[name], code) ?? null });
  }

  protected clear(): void {
    this.narrowed.emit(Object.fromEntries(['q', ...this.names()].map((name) => [name, null])));
  }
}
