import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { Tour } from '@torch/contracts';
import { SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { TourClient } from './tour-client';
import { tourWords } from './tour-words';

const lines = (text = '') =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Plans a journey, or changes it. */
@Component({
  selector: 'crm-tour-form',
  imports: [SmallForm],
  template: `<crm-small-form
    [heading]="tour() ? t().edit : t().newTour"
    [fields]="fields()"
    [initial]="initial()"
    [save]="save"
    [words]="t().words"
    [keepAs]="'tour.' + (tour()?.id ?? 'new')"
    [isNew]="!tour()"
    [current]="current"
    [done]="t().saved"
    (saved)="saved.emit()"
    (closed)="closed.emit()"
  />`,
})
export class TourForm {
  private readonly client = inject(TourClient);
  protected readonly t = tourWords();

  /** The one to change; left out, a new one. */
  readonly tour = input<Tour>();
  readonly saved = output();
  readonly closed = output();

  protected readonly fields = computed((): SmallField[] => {
    const t = this.t();
    return [
      { name: 'title', label: t.title, as: 'text', required: true },
      { name: 'fromOn', label: t.fromOn, as: 'day', required: true },
      { name: 'toOn', label: t.toOn, as: 'day', required: true },
      { name: 'leadPerson', label: t.leadPerson, as: 'text' },
      { name: 'members', label: t.members, as: 'area', hint: t.membersHint },
      { name: 'cities', label: t.cities, as: 'area', hint: t.citiesHint },
    ];
  });
  private readonly base = linkedSignal(() => this.tour());
  protected readonly initial = computed((): SmallValues => {
    const tour = this.base();
    if (!tour) return {};
    const { title, fromOn, toOn, leadPerson, members, cities } = tour;
    return {
      title,
      fromOn,
      toOn,
      leadPerson: leadPerson ?? '',
      members: members.join('\n'),
      cities: cities.join('\n'),
    };
  });
  protected readonly current = takingIn(Tour, (tour) => this.base.set(tour), this.initial);

  protected readonly save = async (values: SmallValues, key: string) => {
    const { title = '', fromOn = '', toOn = '', leadPerson = '', members, cities } = values;
    const facts = { title, fromOn, toOn, leadPerson: leadPerson.trim() || null };
    const input = { ...facts, members: lines(members), cities: lines(cities) };
    const tour = this.base();
    if (tour) await this.client.update(tour.id, { ...input, version: tour.version });
    else await this.client.create(input, key);
  };
}
