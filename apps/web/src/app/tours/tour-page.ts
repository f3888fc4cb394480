import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { Visit } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { ListFoot, mayOn, Notices, ReadState, Times } from '../kit';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { TourClient } from './tour-client';
import { TourForm } from './tour-form';
import { tourWords } from './tour-words';
import { TracePanel } from '../reminder-trace/trace-panel';

/** One journey: who goes where, and its visits day by day. */
@Component({
  selector: 'crm-tour-page',
  imports: [TracePanel, ListFoot, PageHeader, ReadState, RouterLink, TourForm],
  templateUrl: './tour-page.html',
  host: { class: 'page narrow' },
})
export class TourPage {
  private readonly client = inject(TourClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly common = platformWords();
  protected readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = tourWords();

  readonly id = input.required<string>();

  protected readonly tour = this.client.one(() => this.id());
  protected readonly stops = new Paged<Visit>('/api/v1/visits', () => ({
    tour: this.id(),
    sort: 'startsAt',
    limit: 200,
  }));
  protected readonly days = computed(() => {
    const days = new Map<string, Visit[]>();
    for (const visit of this.stops.items()) {
      const day = this.times.day(visit.startsAt);
      days.set(day, [...(days.get(day) ?? []), visit]);
    }
    return [...days].map(([day, visits]) => ({ day, visits }));
  });
  protected readonly facts = computed(() => {
    if (!this.tour.hasValue()) return [];
    const [t, { leadPerson, members, cities, ownerName }] = [this.t(), this.tour.value()];
    const rows: [string, string][] = [
      [t.leadPerson, leadPerson ?? ''],
      [t.members, members.join(' · ')],
      [t.cities, cities.join(' · ')],
      [t.owner, ownerName],
    ];
    return rows.filter(([, value]) => value);
  });
  protected readonly editing = signal(false);
  protected readonly mayEdit = computed(() => this.may('visit.update'));
  protected readonly mayRemove = computed(() => this.may('visit.delete'));

  protected day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });

  protected renew(): void {
    this.editing.set(false);
    this.tour.reload();
  }

  protected async remove(): Promise<void> {
    const { removeAsk: title, removeHint: text, removed } = this.t();
    if (!(await this.notices.confirm({ title, text, yes: this.common().remove }))) return;
    try {
      await this.client.remove(this.id());
      this.notices.done(removed);
      await this.router.navigate(['/tours']);
    } catch (error) {
      this.notices.failed(error);
    }
  }

  private may(permission: 'visit.update' | 'visit.delete'): boolean {
    return this.tour.hasValue() && mayOn(this.session, permission, this.tour.value());
  }
}
