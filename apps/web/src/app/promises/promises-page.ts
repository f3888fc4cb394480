import { Component, computed, inject, input } from '@angular/core';
import type { InvestorPromise } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, Times, totalText } from '../kit';
import { Session } from '../platform/session';
import { PromiseList } from './promise-list';
import { promiseWords } from './promise-words';

const views = ['open', 'overdue', 'all'] as const;

/** All promises within reach: those still owed, the overdue first. */
@Component({
  selector: 'crm-promises-page',
  imports: [PageHeader, PromiseList],
  template: `
    <ui-page-header [heading]="t().promises">
      <span class="soft" role="status">{{ total() }}</span>
      <div class="row" role="group" [attr.aria-label]="t().show">
        @for (view of views; track view) {
          <button
            class="button small"
            type="button"
            [attr.aria-pressed]="view === shown()"
            (click)="narrow({ show: view === 'open' ? null : view })"
          >
            {{ t()[view] }}
          </button>
        }
      </div>
      @if (dueTo(); as day) {
        <button class="button small" type="button" aria-pressed="true" (click)="narrow({ dueTo: null })">
          {{ t().dueUntil(times.dayText(day, { dateStyle: 'medium' })) }}
        </button>
      }
      @if (lead()) {
        <button class="button small" type="button" aria-pressed="true" (click)="narrow({ lead: null })">
          {{ t().ofLead }}
        </button>
      }
      <button
        class="button small"
        type="button"
        [attr.aria-pressed]="onlyMine()"
        (click)="narrow({ mine: onlyMine() ? null : 'true' })"
      >
        {{ t().mine }}
      </button>
    </ui-page-header>
    <section class="card">
      <crm-promise-list [list]="list" [showsWhere]="true" [empty]="t().nothingHere" />
    </section>
  `,
  host: { class: 'page' },
})
export class PromisesPage {
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly t = promiseWords();
  protected readonly narrow = addressBar();

  readonly show = input<string>();
  readonly mine = input<string>();
  /** The lead whose promises are asked for, as a reminder does. */
  readonly lead = input<string>();
  /** Only what is due by that day, `YYYY-MM-DD`, as the tally of the day counts. */
  readonly dueTo = input<string>();

  protected readonly views = views;
  protected readonly shown = computed(() => views.find((view) => view === this.show()) ?? 'open');
  protected readonly onlyMine = computed(() => this.mine() === 'true');
  /** By the day due: of those still owed, the overdue stand first; of all, the latest. */
  protected readonly list = new Paged<InvestorPromise>('/api/v1/promises', () => ({
    state: this.shown() === 'all' ? undefined : 'open',
    overdue: this.shown() === 'overdue' ? true : undefined,
    owner: this.onlyMine() ? this.session.me()?.id : undefined,
    lead: this.lead(),
    dueTo: this.dueTo(),
    sort: this.shown() === 'all' ? '-dueOn' : 'dueOn',
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
}
