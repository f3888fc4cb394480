import { Component, computed, inject, input } from '@angular/core';
import type { ProjectProblem } from '@torch/contracts';
import { problemKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, SearchBox, Times, totalText } from '../kit';
import { Language } from '../platform/language';
import { ProblemList } from './problem-list';
import { problemWords } from './problem-words';

/** All problems within reach, what is due first on top. */
@Component({
  selector: 'crm-problems-page',
  imports: [PageHeader, ProblemList, SearchBox],
  template: `
    <ui-page-header [heading]="t().page">
      <span class="soft" role="status">{{ total() }}</span>
    </ui-page-header>
    <div class="filters">
      <crm-search-box
        class="search"
        [label]="t().search"
        [hint]="t().searchHint"
        [value]="q()"
        (asked)="narrow({ q: $event })"
      />
      <select #state [attr.aria-label]="t().page" (change)="narrow({ all: state.value })">
        <option value="" [selected]="!everything()">{{ t().open }}</option>
        <option value="true" [selected]="everything()">{{ t().all }}</option>
      </select>
      <select #kindOf [attr.aria-label]="t().kind" (change)="narrow({ kind: kindOf.value })">
        <option value="" [selected]="!kind()">{{ t().kind }}: {{ t().all }}</option>
        @for (each of kinds; track each) {
          <option [value]="each" [selected]="each === kind()">{{ labels().problemKind[each] }}</option>
        }
      </select>
      @if (dueTo(); as day) {
        <button class="button small" type="button" aria-pressed="true" (click)="narrow({ dueTo: null })">
          {{ t().dueUntil(times.dayText(day, { dateStyle: 'medium' })) }}
        </button>
      }
      <label class="check">
        <input
          #only
          type="checkbox"
          [checked]="core() === 'true'"
          (change)="narrow({ core: only.checked ? 'true' : null })"
        />
        {{ t().onlyCore }}
      </label>
    </div>
    <section class="card">
      <crm-problem-list [list]="list" [showsSubject]="true" [empty]="everything() ? t().none : t().noneOpen" />
    </section>
  `,
  host: { class: 'page' },
})
export class ProblemsPage {
  protected readonly labels = inject(Language).labels;
  protected readonly times = inject(Times);
  protected readonly t = problemWords();
  protected readonly narrow = addressBar();
  protected readonly kinds = problemKinds;

  readonly q = input<string>();
  readonly all = input<string>();
  readonly kind = input<string>();
  readonly core = input<string>();
  /** Only what is due by that day, `YYYY-MM-DD`, as the tally of the day counts. */
  readonly dueTo = input<string>();

  protected readonly everything = computed(() => this.all() === 'true');
  protected readonly list = new Paged<ProjectProblem>('/api/v1/problems', () => ({
    q: this.q()?.trim(),
    state: this.everything() ? undefined : 'open',
    kind: this.kind(),
    core: this.core(),
    dueTo: this.dueTo(),
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
}
