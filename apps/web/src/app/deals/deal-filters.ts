import { Component, computed, inject, input, output } from '@angular/core';
import { SearchBox } from '../kit';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { dealWords } from './deal-words';

/** The filters that list and board share. */
@Component({
  selector: 'crm-deal-filters',
  imports: [SearchBox],
  template: `
    <crm-search-box
      class="search"
      [label]="t().search"
      [hint]="t().searchHint"
      [value]="q()"
      (asked)="narrowed.emit({ q: $event })"
    />
    <select #of [attr.aria-label]="t().allClusters" (change)="narrowed.emit({ cluster: of.value })">
      <option value="" [selected]="!cluster()">{{ t().allClusters }}</option>
      @for (item of reference.choices('clusters', cluster() ?? null); track item.code) {
        <option [value]="item.code" [selected]="item.code === cluster()">{{ reference.label(item) }}</option>
      }
    </select>
    <select #from [attr.aria-label]="t().allRegions" (change)="narrowed.emit({ region: from.value })">
      <option value="" [selected]="!region()">{{ t().allRegions }}</option>
      @for (item of reference.choices('regions', region() ?? null); track item.code) {
        <option [value]="item.code" [selected]="item.code === region()">{{ reference.label(item) }}</option>
      }
    </select>
    <label class="check">
      <input
        #mine
        type="checkbox"
        [checked]="isMine()"
        (change)="narrowed.emit({ owner: mine.checked ? (session.me()?.id ?? null) : null })"
      />
      {{ t().onlyMine }}
    </label>
    <label class="check">
      <input
        #owed
        type="checkbox"
        [checked]="flagged() === 'true'"
        (change)="narrowed.emit({ flagged: owed.checked ? 'true' : null })"
      />
      {{ t().onlyFlagged }}
    </label>
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class DealFilters {
  protected readonly reference = inject(Reference);
  protected readonly session = inject(Session);
  protected readonly t = dealWords();

  readonly q = input<string>();
  readonly cluster = input<string>();
  readonly region = input<string>();
  readonly owner = input<string>();
  readonly flagged = input<string>();
  readonly narrowed = output<Readonly<Record<string, string | null>>>();

  protected readonly isMine = computed(() => Boolean(this.owner()) && this.owner() === this.session.me()?.id);
}
