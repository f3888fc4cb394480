import { Component, computed, input, output } from '@angular/core';
import { isDay } from '../platform/zoned';
import { funnelWords } from './funnel-words';
import { beginning, movingPeriods, type Period, periodPresets, presetOf } from './period';

/** Which days are asked about: a usual period, or the first and the last day. */
@Component({
  selector: 'crm-period-fields',
  templateUrl: './period-fields.html',
  styleUrl: './fields.css',
  styles: ':host { display: contents; }',
})
export class PeriodFields {
  protected readonly t = funnelWords();
  protected readonly beginning = beginning;
  protected readonly presets = periodPresets;

  /** The days that are asked about, and today, all of the reporting time zone. */
  readonly period = input.required<Period>();
  readonly today = input.required<string>();
  readonly changed = output<Readonly<Record<string, string | null>>>();

  protected readonly preset = computed(() => presetOf(this.period(), this.today()));
  protected readonly isAll = computed(() => this.period().from === beginning);

  protected choosePreset(name: string): void {
    const preset = periodPresets.find((each) => each === name);
    if (!preset) return;
    // It is named, not its days: tomorrow, and kept under a name, it means the days of then. What nothing is said of is this year.
    const period = movingPeriods.find((each) => each === preset) ?? null;
    this.changed.emit({ period, from: preset === 'all' ? beginning : null, to: null, asOf: null });
  }

  /** The other end of the period goes along, rather than that it would end before it begins. */
  protected setFrom(from: string): void {
    const { to } = this.period();
    if (isDay(from) && from >= beginning) this.changed.emit({ period: null, from, to: to < from ? from : to });
  }

  protected setTo(to: string): void {
    const { from } = this.period();
    if (isDay(to) && to >= beginning) this.changed.emit({ period: null, from: from > to ? to : from, to });
  }
}
