import { Component, computed, inject, input, output } from '@angular/core';
import { type FunnelDimension, funnelDimensions, type FunnelView, funnelViews } from '@torch/domain';
import { reach } from '../kit';
import { Session } from '../platform/session';
import { isDay } from '../platform/zoned';
import { CompareFields } from './compare-fields';
import { type FunnelAddress, withins } from './funnel-address';
import { funnelWords } from './funnel-words';
import { beginning, dayPresetOf, dayPresets, movingPeriods, type Period } from './period';
import { PeriodFields } from './period-fields';

/** What a funnel is asked: view, period, what it is compared with and broken down by. */
@Component({
  selector: 'crm-funnel-controls',
  imports: [CompareFields, PeriodFields],
  templateUrl: './funnel-controls.html',
  styleUrls: ['./fields.css', './funnel-controls.css'],
})
export class FunnelControls {
  private readonly session = inject(Session);
  protected readonly t = funnelWords();
  protected readonly beginning = beginning;
  protected readonly views = funnelViews;
  protected readonly withins = withins;
  protected readonly dayPresets = dayPresets;

  readonly address = input.required<FunnelAddress>();
  readonly view = input.required<FunnelView>();
  /** The days that are asked about, and today, all of the reporting time zone. */
  readonly period = input.required<Period>();
  readonly today = input.required<string>();
  /** Whether it stands by itself: compared with nothing, and not broken down by a choice. */
  readonly alone = input(false);
  readonly changed = output<Readonly<Record<string, string | null>>>();

  protected readonly dayPreset = computed(() => dayPresetOf(this.period().to, this.today()));
  protected readonly within = computed(() => this.address().within);
  /** A period of one's own choosing that is none of the usual. */
  protected readonly ownWithin = computed(() => {
    const days = this.within();
    return days !== undefined && !(withins as readonly string[]).includes(days) ? days : null;
  });
  /** To whom one owner or department is all there is, nothing is broken down by it. */
  protected readonly dimensions = computed((): FunnelDimension[] => {
    const far = reach(this.session, 'lead.read');
    return funnelDimensions.filter(
      (each) => (each !== 'owner' || far !== 'own') && (each !== 'department' || far === 'all'),
    );
  });

  protected chooseDay(name: string): void {
    const preset = dayPresets.find((each) => each === name);
    if (!preset) return;
    const period = movingPeriods.find((each) => each === preset) ?? null;
    this.changed.emit({ period, from: null, to: null, asOf: null });
  }

  protected setDay(to: string): void {
    if (isDay(to) && to >= beginning) this.changed.emit({ period: null, from: null, to });
  }
}
