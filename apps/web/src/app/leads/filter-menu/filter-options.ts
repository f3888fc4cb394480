import { Component, computed, input, output, signal } from '@angular/core';
import { leadWords } from '../lead-words';
import type { FilterGroup } from '../lead-list/filter-groups';

const searchFrom = 12;

let places = 0;

/** The choices of one filter; a long list can be searched. */
@Component({
  selector: 'crm-filter-options',
  templateUrl: './filter-options.html',
  styleUrl: './filter-options.css',
})
export class FilterOptions {
  /** The same options may stand in a menu and in the sheet: each place is a group of its own. */
  protected readonly place = ++places;
  readonly group = input.required<FilterGroup>();
  readonly picked = output<string>();

  protected readonly t = leadWords();
  protected readonly text = signal('');
  protected readonly searchable = computed(() => this.group().options.length > searchFrom);
  protected readonly shown = computed(() => {
    const text = this.text().trim().toLowerCase();
    return this.group().options.filter(({ label, code }) => `${label} ${code}`.toLowerCase().includes(text));
  });

  /** A radio button that is touched again lets go, which is no change to the browser. */
  protected touch(code: string): void {
    if (this.group().single) this.picked.emit(code);
  }

  protected toggle(code: string): void {
    if (!this.group().single) this.picked.emit(code);
  }
}
