import { Component, computed, inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { addressBar } from '../kit';
import { type FunnelAddress, readAddress } from './funnel-address';
import { FunnelFilters } from './funnel-filters';
import { funnelWords } from './funnel-words';

/** What the rows behind a figure are narrowed by, beside the search, and how it is called in the address and asked for. */
const called = { cluster: 'ofCluster', region: 'ofRegion', owner: 'ofOwner', department: 'ofDepartment' } as const;
type RowFilter = keyof typeof called;
const names = Object.keys(called) as RowFilter[];
export type RowQuestion = Partial<Record<'q' | (typeof called)[RowFilter], string>>;

/** As the filters name it themselves: in the address the names of these may be those of the figure. */
function addressOf(route: ActivatedRoute): Signal<FunnelAddress> {
  const given = toSignal(route.queryParams, { initialValue: route.snapshot.queryParams });
  return computed(() => {
    const { q } = given();
    return readAddress({ q, ...Object.fromEntries(names.map((name) => [name, given()[called[name]]])) });
  });
}

/**
 * What of the address narrows the rows of a list behind a figure, as it is asked for; an old or mistyped link still shows a
 * list. Made in an injection context of a page.
 */
export function rowQuestion(): Signal<RowQuestion> {
  const address = addressOf(inject(ActivatedRoute));
  return computed(() => {
    const { q, ...chosen } = address();
    const narrowed = names.flatMap((name) => (chosen[name] ? [[called[name], chosen[name]]] : []));
    return { ...(q && { q }), ...Object.fromEntries(narrowed) };
  });
}

/** Narrows the rows of a list behind a figure further, by what each row says: in the address, beside the figure. */
@Component({
  selector: 'crm-row-filters',
  imports: [FunnelFilters],
  template: `<crm-funnel-filters
    [address]="address()"
    [names]="names"
    [hint]="t().rowSearchHint"
    (narrowed)="narrow($event)"
  />`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class RowFilters {
  private readonly toAddress = addressBar();
  protected readonly t = funnelWords();
  protected readonly names = names;
  protected readonly address = addressOf(inject(ActivatedRoute));

  protected narrow(change: Readonly<Record<string, string | null>>): void {
    const isCalled = (name: string): string => (name in called ? called[name as RowFilter] : name);
    this.toAddress(Object.fromEntries(Object.entries(change).map(([name, value]) => [isCalled(name), value])));
  }
}
