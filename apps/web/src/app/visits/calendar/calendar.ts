import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { Visit } from '@torch/contracts';
import { visitStatuses } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { Language } from '../../platform/language';
import { ListFoot, Times } from '../../kit';
import { ExportButton } from '../../ledgers/export-button';
import { Session } from '../../platform/session';
import { visitWords } from '../visit-words';
import { AgendaDay } from './agenda-day';
import { addMonths, monthOf, weekOf } from './days';
import { addDays, isDay } from '../../platform/zoned';

/** Visits on a month or week grid; on a phone as an agenda. The address bar holds where one is. */
@Component({
  selector: 'crm-calendar',
  imports: [ExportButton, RouterLink, AgendaDay, ListFoot, PageHeader],
  templateUrl: './calendar.html',
  styleUrl: './calendar.css',
  host: { class: 'page' },
})
export class Calendar {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = visitWords();

  /** Any day of the month or week that is shown. */
  readonly on = input<string>();
  readonly view = input<string>();
  readonly status = input<string>();

  protected readonly statuses = visitStatuses;
  protected readonly today = this.times.today;
  protected readonly byWeek = computed(() => this.view() === 'week');
  protected readonly day = computed(() => {
    const on = this.on();
    return isDay(on) ? on : this.today();
  });
  protected readonly weeks = computed(() => (this.byWeek() ? [weekOf(this.day())] : monthOf(this.day())));
  protected readonly heading = computed(() => {
    if (!this.byWeek()) return this.times.dayText(this.day(), { year: 'numeric', month: 'long' });
    const [first = '', last = ''] = [this.weeks()[0]?.[0], this.weeks()[0]?.at(-1)];
    return `${this.times.dayText(first, { dateStyle: 'medium' })} – ${this.times.dayText(last, { dateStyle: 'medium' })}`;
  });
  protected readonly known = computed(() => visitStatuses.find((status) => status === this.status()));
  protected readonly ledgers = ['visits'] as const;
  /** What the grid shows; the ledger of it too. */
  protected readonly query = computed(() => ({
    from: this.weeks()[0]?.[0],
    to: this.weeks().at(-1)?.at(-1),
    status: this.known(),
  }));
  protected readonly list = new Paged<Visit>('/api/v1/visits', () => ({
    ...this.query(),
    sort: 'startsAt',
    limit: 200,
  }));
  protected readonly byDay = computed(() => {
    const days = new Map<string, Visit[]>();
    for (const visit of this.list.items()) {
      const day = this.times.day(visit.startsAt);
      days.set(day, [...(days.get(day) ?? []), visit]);
    }
    return days;
  });
  /** Days with visits inside the month, for the agenda. */
  protected readonly agenda = computed(() =>
    [...this.byDay()].filter(([day]) => this.byWeek() || day.startsWith(this.day().slice(0, 7))),
  );
  /** In the present month or week the agenda begins with today. */
  private readonly isNow = computed(
    () =>
      this.day().slice(0, 7) === this.today().slice(0, 7) && this.weeks().some((week) => week.includes(this.today())),
  );
  protected readonly past = computed(() => this.agenda().filter(([day]) => this.isNow() && day < this.today()));
  protected readonly coming = computed(() => this.agenda().filter(([day]) => !this.isNow() || day >= this.today()));
  protected readonly pastCount = computed(() => this.past().reduce((sum, [, visits]) => sum + visits.length, 0));
  protected readonly mayCreate = computed(() => this.session.can('visit.create'));

  protected outside(day: string): boolean {
    return !this.byWeek() && !day.startsWith(this.day().slice(0, 7));
  }

  protected turn(direction: 1 | -1): void {
    this.show({ on: this.byWeek() ? addDays(this.day(), 7 * direction) : addMonths(this.day(), direction) });
  }

  protected show(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
