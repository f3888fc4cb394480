import { Component, computed, type ElementRef, input, output, viewChild } from '@angular/core';
import { SearchBox } from '../../kit';
import { FilterMenu } from '../filter-menu/filter-menu';
import { FilterOptions } from '../filter-menu/filter-options';
import type { FilterGroup } from '../lead-list/filter-groups';
import { leadWords } from '../lead-words';

/** Search and filters above what is made of leads: menus in a row, on a phone a sheet from below. The content stands beside the search. */
@Component({
  selector: 'crm-filter-bar',
  imports: [FilterMenu, FilterOptions, SearchBox],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
})
export class FilterBar<N extends string> {
  protected readonly t = leadWords();

  readonly q = input<string>();
  readonly hint = input.required<string>();
  readonly groups = input.required<FilterGroup<N>[]>();
  readonly asked = output<string>();
  readonly picked = output<{ group: FilterGroup<N>; code: string }>();
  readonly cleared = output();

  protected readonly count = computed(() => this.groups().filter(({ chosen }) => chosen.length > 0).length);
  /** What is filtered, one by one, to be taken away one by one. */
  protected readonly chosen = computed(() =>
    this.groups().flatMap((group) =>
      group.chosen.map((code) => ({
        group,
        code,
        label: group.options.find((option) => option.code === code)?.label ?? code,
      })),
    ),
  );
  private readonly sheet = viewChild.required<ElementRef<HTMLDialogElement>>('sheet');

  protected pick(group: FilterGroup<N>, code: string): void {
    this.picked.emit({ group, code });
  }

  protected openSheet(): void {
    this.sheet().nativeElement.showModal();
  }

  protected closeSheet(): void {
    this.sheet().nativeElement.close();
  }
}
