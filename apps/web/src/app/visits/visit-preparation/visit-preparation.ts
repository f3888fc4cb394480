import { Component, computed, input, linkedSignal, output } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import type { Tour } from '@torch/contracts';
import { Field, Paged } from '@torch/ui';
import { type RowColumn, RowsEditor } from '../../kit';
import type { VisitDraft } from '../visit-form/visit-draft';
import { visitWords } from '../visit-words';

/** What a visit is prepared with: purpose, programme, people, points, cars and materials, and the tour it belongs to. Closed while empty. */
@Component({
  selector: 'crm-visit-preparation',
  imports: [Field, FormField, RowsEditor],
  templateUrl: './visit-preparation.html',
  styles: `
    summary {
      cursor: pointer;
    }
    summary h2 {
      display: inline;
    }
    details > .stack {
      margin-top: 16px;
    }
  `,
})
export class VisitPreparation {
  protected readonly t = visitWords();

  readonly fields = input.required<FieldTree<VisitDraft>>();
  readonly draft = input.required<VisitDraft>();
  readonly errors = input.required<Readonly<Record<string, string>>>();
  readonly changed = output<Partial<VisitDraft>>();

  private readonly known = new Paged<Tour>('/api/v1/tours', () => ({ limit: 100 }));
  /** The reader's tours; one that is not theirs stays chosen by its title. */
  protected readonly tours = computed(() => {
    const { tourId, tourTitle } = this.draft();
    const tours = this.known.items().map(({ id, title }) => ({ id, title }));
    return !tourId || tours.some(({ id }) => id === tourId) ? tours : [{ id: tourId, title: tourTitle }, ...tours];
  });
  private readonly begun = computed(() => {
    const { purpose, city, tourId, itinerary, hosts, guests, talkingPoints, vehicles, materials } = this.draft();
    const texts = [purpose, city, tourId, talkingPoints, vehicles, materials];
    return texts.some(Boolean) || itinerary.length + hosts.length + guests.length > 0;
  });
  /** Once open it stays open, also when its last word is taken out again. */
  protected readonly open = linkedSignal<boolean, boolean>({
    source: this.begun,
    computation: (begun, before) => begun || before?.value === true,
  });
  protected readonly stops = computed((): RowColumn[] => {
    const { time, place, what } = this.t().column;
    return [
      { name: 'time', label: time },
      { name: 'place', label: place },
      { name: 'what', label: what, wide: true },
    ];
  });
  protected readonly people = computed((): RowColumn[] => {
    const { name, post } = this.t().column;
    return [
      { name: 'name', label: name },
      { name: 'title', label: post, wide: true },
    ];
  });
}
