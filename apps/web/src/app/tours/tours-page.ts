import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Tour } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, SearchBox, Times, totalText } from '../kit';
import { Session } from '../platform/session';
import { TourForm } from './tour-form';
import { tourWords } from './tour-words';

/** Journeys to investors, the latest first. */
@Component({
  selector: 'crm-tours-page',
  imports: [ListFoot, PageHeader, RouterLink, SearchBox, TourForm],
  template: `
    <ui-page-header [heading]="t().tours">
      <span class="soft" role="status">{{ total() }}</span>
      @if (session.can('visit.create')) {
        <button class="button primary" type="button" (click)="adding.set(true)">{{ t().newTour }}</button>
      }
    </ui-page-header>
    <section class="card stack">
      <crm-search-box [label]="t().search" [hint]="t().search" [value]="q() ?? ''" (asked)="narrow({ q: $event })" />
      @if (list.items().length > 0) {
        <ul class="list">
          @for (tour of list.items(); track tour.id) {
            <li>
              <a class="wrap" [routerLink]="['/tours', tour.id]">{{ tour.title }}</a>
              <p class="soft small wrap">
                {{ t().days(day(tour.fromOn), day(tour.toOn)) }} · {{ tour.cities.join(' · ') || tour.ownerName }}
              </p>
            </li>
          }
        </ul>
      }
      <crm-list-foot [list]="list" [empty]="t().none">
        <p class="soft">{{ t().noneHint }}</p>
      </crm-list-foot>
    </section>
    @if (adding()) {
      <crm-tour-form (saved)="renew()" (closed)="renew()" />
    }
  `,
  host: { class: 'page' },
})
export class ToursPage {
  private readonly times = inject(Times);
  protected readonly session = inject(Session);
  protected readonly t = tourWords();
  protected readonly narrow = addressBar();

  readonly q = input<string>();

  protected readonly adding = signal(false);
  private readonly words = computed(() => this.q() || undefined);
  protected readonly list = new Paged<Tour>('/api/v1/tours', () => ({ q: this.words(), limit: 50 }));
  protected readonly total = totalText(this.list);

  protected day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });

  protected renew(): void {
    this.adding.set(false);
    this.list.reload();
  }
}
