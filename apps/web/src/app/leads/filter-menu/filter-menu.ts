import { CdkTrapFocus } from '@angular/cdk/a11y';
import { CdkConnectedOverlay, CdkOverlayOrigin } from '@angular/cdk/overlay';
import { Component, computed, input, output, signal } from '@angular/core';
import { leadWords } from '../lead-words';
import type { FilterGroup } from '../lead-list/filter-groups';
import { FilterOptions } from './filter-options';

/** One filter of a list as a button; its choices open below. */
@Component({
  selector: 'crm-filter-menu',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, CdkTrapFocus, FilterOptions],
  templateUrl: './filter-menu.html',
  styleUrl: './filter-menu.css',
})
export class FilterMenu {
  readonly group = input.required<FilterGroup>();
  readonly picked = output<string>();

  protected readonly t = leadWords();
  protected readonly open = signal(false);
  protected readonly chosen = computed(() =>
    this.group().options.filter(({ code }) => this.group().chosen.includes(code)),
  );

  protected pick(code: string): void {
    this.picked.emit(code);
    if (this.group().single) this.open.set(false);
  }
}
