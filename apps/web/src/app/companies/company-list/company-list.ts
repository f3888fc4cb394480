import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { type Company, companySorts } from '@torch/contracts';
import { quietAfterDays } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, SearchBox, totalText } from '../../kit';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { companyWords } from '../company-words';

/** All companies; the address bar holds what is filtered and sorted. */
@Component({
  selector: 'crm-company-list',
  imports: [RouterLink, ListFoot, PageHeader, SearchBox],
  templateUrl: './company-list.html',
  styleUrl: './company-list.css',
  host: { class: 'page' },
})
export class CompanyList {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly reference = inject(Reference);
  protected readonly t = companyWords();

  readonly q = input<string>();
  readonly cluster = input<string>();
  readonly region = input<string>();
  readonly tier = input<string>();
  readonly landed = input<string>();
  readonly manager = input<string>();
  readonly staleDays = input<string>();
  readonly sort = input<string>();

  protected readonly apply = addressBar();
  protected readonly sorts = companySorts;
  protected readonly order = computed(() => companySorts.find((sort) => sort === this.sort()) ?? '-createdAt');
  protected readonly filters = computed(() => [
    { name: 'cluster', word: this.t().field.clusters, kind: 'clusters', value: this.cluster() } as const,
    { name: 'region', word: this.t().field.region, kind: 'regions', value: this.region() } as const,
    { name: 'tier', word: this.t().field.tiers, kind: 'tiers', value: this.tier() } as const,
  ]);
  protected readonly narrowed = computed(() =>
    Boolean(
      this.q() || this.cluster() || this.region() || this.tier() || this.landed() || this.manager() || this.staleDays(),
    ),
  );
  /** One choice for the care of landed companies: each is a filter of its own in the address. */
  protected readonly care = computed(() =>
    this.staleDays() ? 'quiet' : this.manager() ? 'mine' : this.landed() === 'true' ? 'landed' : '',
  );
  protected readonly mayCreate = computed(() => this.session.can('company.create'));
  protected readonly list = new Paged<Company>('/api/v1/companies', () => ({
    q: this.q()?.trim(),
    cluster: this.cluster(),
    region: this.region(),
    tier: this.tier(),
    landed: this.landed(),
    manager: this.manager(),
    staleDays: this.staleDays(),
    sort: this.order(),
    limit: 50,
  }));
  protected readonly total = totalText(this.list, (count) => this.t().total(count));

  protected narrow(name: string, value: string): void {
    this.apply({ [name]: value });
  }

  protected chooseCare(care: string): void {
    this.apply({
      landed: care === 'landed' ? 'true' : null,
      manager: care === 'mine' ? (this.session.me()?.id ?? null) : null,
      staleDays: care === 'quiet' ? String(quietAfterDays) : null,
    });
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }

  protected otherNames({ name, nameEn, nameLocal }: Company): string {
    return [nameLocal, nameEn].filter((other) => other && other !== name).join(' · ');
  }
}
