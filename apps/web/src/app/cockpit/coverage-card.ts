import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Coverage } from '@torch/contracts';
import { FunnelNames } from '../funnel/funnel-names';
import { ReadState } from '../kit';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { cockpitWords } from './cockpit-words';

const kinds = ['leads', 'deals', 'landed'] as const;

/** The gaps of the chains by region: what is worked on there, and how many gaps nobody works on though the strategy calls for it. */
@Component({
  selector: 'crm-coverage-card',
  imports: [ReadState, RouterLink],
  templateUrl: './coverage-card.html',
  styleUrl: './coverage-card.css',
  host: { class: 'card', role: 'region', 'aria-labelledby': 'coverage-heading' },
})
export class CoverageCard {
  protected readonly language = inject(Language);
  protected readonly reference = inject(Reference);
  protected readonly names = inject(FunnelNames);
  protected readonly t = cockpitWords();
  protected readonly kinds = kinds;

  /** Whether the page around it is narrowed to a department: the coverage is not. */
  readonly narrowed = input(false);
  /** Whether the reader sees all of the zone: then a region where there is nothing is what they have to see. */
  readonly whole = input(false);
  protected readonly everywhere = signal(false);

  protected readonly coverage = read<Coverage>(() => '/coverage');
  protected readonly regions = computed(() => {
    if (!this.coverage.hasValue()) return [];
    const { regions, rows } = this.coverage.value();
    return regions.map((region, index) => ({
      ...region,
      uncovered: rows.filter(({ cells }) => cells[index]?.uncovered).length,
    }));
  });

  /** Whoever works for some regions has nothing in the others: these are told by their number until they are asked for. */
  private readonly busy = computed(() => this.regions().filter(({ all }) => kinds.some((kind) => all[kind] > 0)));
  protected readonly quiet = computed(() => (this.whole() ? 0 : this.regions().length - this.busy().length));
  protected readonly shown = computed(() => (this.whole() || this.everywhere() ? this.regions() : this.busy()));

  /** By the one clock of all figures, wherever the reader is. */
  protected readonly countedAt = computed(() => {
    if (!this.coverage.hasValue()) return '';
    const { countedAt, timeZone } = this.coverage.value();
    return this.t().countedAt(this.names.instant(countedAt, timeZone), this.names.zone(timeZone));
  });

  constructor() {
    const refresh = () => document.visibilityState === 'visible' && this.coverage.reload();
    document.addEventListener('visibilitychange', refresh);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('visibilitychange', refresh));
  }
}
