import { Component, computed, input, output } from '@angular/core';
import { isDay } from '../platform/zoned';
import { funnelWords } from './funnel-words';
import {
  beginning,
  comparedPeriod,
  type Comparison,
  comparisonOf,
  comparisons,
  ownComparison,
  type Period,
} from './period';

/** What a period is compared with: the one before, the same of last year, or any other. */
@Component({
  selector: 'crm-compare-fields',
  templateUrl: './compare-fields.html',
  styleUrl: './fields.css',
  styles: ':host { display: contents; }',
})
export class CompareFields {
  protected readonly t = funnelWords();
  protected readonly beginning = beginning;
  protected readonly comparisons = comparisons;

  /** As it stands in the address. */
  readonly compare = input.required<string | undefined>();
  readonly period = input.required<Period>();
  /** Whether only the last day is asked about. */
  readonly ofDay = input(false);
  readonly changed = output<string | null>();

  protected readonly comparison = computed(() => comparisonOf(this.compare()));
  protected readonly own = computed((): Period | null => {
    const comparison = this.comparison();
    return typeof comparison === 'object' ? comparison : null;
  });

  protected name(each: Comparison | 'none' | 'own'): string {
    return this.ofDay() ? this.t().comparisonsAt[each] : this.t().comparisons[each];
  }

  protected choose(value: string): void {
    if (value !== 'own') return this.changed.emit(value || null);
    // One's own begins with the days before, to be changed from there.
    const period = this.period();
    const { from, to } = comparedPeriod(period, period.to, 'previous') ?? period;
    this.changed.emit(ownComparison({ from, to }));
  }

  /** The other end of the period goes along, rather than that it would end before it begins. */
  protected setFrom({ to }: Period, from: string): void {
    if (isDay(from) && from >= beginning) this.changed.emit(ownComparison({ from, to: to < from ? from : to }));
  }

  protected setTo({ from }: Period, to: string): void {
    if (isDay(to) && to >= beginning) this.changed.emit(ownComparison({ from: from > to ? to : from, to }));
  }
}
