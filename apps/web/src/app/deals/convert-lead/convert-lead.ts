import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { DealSummary, Lead } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { mayOn, Notices } from '../../kit';
import { Language } from '../../platform/language';
import { problemOf } from '../../platform/problem';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';

/** On a lead's page: makes a qualified one a deal, and leads to the deals of one that is converted. */
@Component({
  selector: 'crm-convert-lead',
  imports: [RouterLink],
  template: `
    @if (mayConvert()) {
      <button class="button primary" type="button" [disabled]="busy()" (click)="convert()">{{ t().convert }}</button>
    }
    @for (deal of deals.items(); track deal.id) {
      <a class="button" [routerLink]="['/deals', deal.id]">{{ t().open }} {{ deal.code }}</a>
    }
  `,
  host: { class: 'row' },
})
export class ConvertLead {
  private readonly client = inject(DealClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly labels = inject(Language).labels;
  protected readonly t = dealWords();

  readonly lead = input.required<Lead>();

  protected readonly busy = signal(false);
  protected readonly mayConvert = computed(
    () => this.lead().status === 'qualified' && mayOn(this.session, 'deal.create', this.lead()),
  );
  protected readonly deals = new Paged<DealSummary>('/api/v1/deals', () =>
    this.lead().status === 'converted' && this.session.can('deal.read')
      ? { lead: this.lead().id, limit: 20 }
      : undefined,
  );

  protected async convert(): Promise<void> {
    this.busy.set(true);
    try {
      const { id, version } = this.lead();
      const deal = await this.client.convert(id, { version });
      this.notices.done(this.t().converted);
      await this.router.navigate(['/deals', deal.id]);
    } catch (error) {
      const words: Record<string, string> = this.labels().evidence;
      const missing = (problemOf(error)?.errors ?? [])
        .filter(({ code }) => code === 'evidence-missing')
        .map(({ path }) => words[path.replace('evidence.', '')] ?? path);
      if (missing.length > 0) this.notices.refused(this.t().convertMissing(missing.join(' · ')));
      else this.notices.failed(error);
    } finally {
      this.busy.set(false);
    }
  }
}
