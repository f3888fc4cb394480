import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { MonthClose } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { ListFoot, SmallForm, type SmallField, type SmallValues, Times, totalText } from '../kit';
import { Api } from '../platform/api';
import { Session } from '../platform/session';
import { KpiNames } from './kpi-names';
import { kpiWords } from './kpi-words';
import { monthsBefore } from './months';

/** As many months back as are offered to be closed. */
const offered = 24;

/** Months whose figures are frozen; the statistician closes the next. */
@Component({
  selector: 'crm-month-closes-page',
  imports: [ListFoot, PageHeader, RouterLink, SmallForm],
  templateUrl: './month-closes-page.html',
  host: { class: 'page' },
  styleUrl: './records.css',
})
export class MonthClosesPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly names = inject(KpiNames);
  protected readonly t = kpiWords();

  protected readonly list = new Paged<MonthClose>('/api/v1/month-closes', () => ({ limit: 50 }));
  protected readonly total = totalText(this.list, (count) => this.t().closes.total(count));
  protected readonly mayClose = computed(() => this.session.can('month.close'));
  protected readonly closing = signal(false);

  /** Whether it is known which are closed: what is, must not be offered. */
  protected readonly isKnown = computed(() => this.list.last() !== undefined && !this.list.error());
  /** Months that are over and not closed, the last one first. */
  protected readonly open = computed(() => {
    const closed = new Set(this.list.items().map(({ month }) => month));
    return monthsBefore(this.times.today(), offered).filter((month) => !closed.has(month));
  });
  protected readonly fields = computed((): SmallField[] => [
    {
      name: 'month',
      label: this.t().closes.month,
      as: 'choice',
      required: true,
      hint: this.t().closes.hint,
      options: this.open().map((month) => ({ value: month, label: this.names.month(month) })),
    },
  ]);
  protected readonly initial = computed((): SmallValues => ({ month: this.open()[0] ?? '' }));
  private month = '';
  protected readonly save = async ({ month = '' }: SmallValues, key: string): Promise<void> => {
    await this.api.post('/month-closes', { month }, key);
    this.month = month;
  };

  protected left(): void {
    this.closing.set(false);
    this.list.reload();
  }

  /** On to what was closed. */
  protected closed(): void {
    this.left();
    void this.router.navigate(['/month-closes', this.month]);
  }
}
