import { Component, computed, inject, input } from '@angular/core';
import type { Fund } from '@torch/contracts';
import { fundKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, SearchBox, totalText } from '../kit';
import { Language } from '../platform/language';
import { FundActions } from './fund-actions';
import { FundLine } from './fund-line';
import { moneyWords } from './money-words';

/** The statistician's desk: entries of all deals within reach, those to be confirmed first of all. */
@Component({
  selector: 'crm-funds-page',
  imports: [FundActions, FundLine, ListFoot, PageHeader, SearchBox],
  template: `
    <ui-page-header [heading]="t().desk.heading">
      <span class="soft" role="status">{{ total() }}</span>
      <button class="button small" type="button" [attr.aria-pressed]="!everything()" (click)="narrow({ all: null })">
        {{ t().desk.open }}
      </button>
      <button class="button small" type="button" [attr.aria-pressed]="everything()" (click)="narrow({ all: 'true' })">
        {{ t().desk.all }}
      </button>
    </ui-page-header>
    <p class="soft">{{ t().desk.intro }}</p>
    <div class="columns narrowed">
      <crm-search-box
        [label]="t().desk.search"
        [hint]="t().desk.search"
        [value]="q()"
        (asked)="narrow({ q: $event })"
      />
      <select #chosen [attr.aria-label]="t().desk.kind" (change)="narrow({ kind: chosen.value })">
        <option value="" [selected]="!known()">{{ t().desk.everyKind }}</option>
        @for (each of kinds; track each) {
          <option [value]="each" [selected]="each === known()">{{ labels().fundKind[each] }}</option>
        }
      </select>
    </div>
    @if (list.items().length > 0) {
      <ul class="stack">
        @for (fund of list.items(); track fund.id) {
          <li class="card spread">
            <crm-fund-line class="wrap" [fund]="fund" [withDeal]="true" />
            <crm-fund-actions [fund]="fund" (changed)="list.reload()" />
          </li>
        }
      </ul>
    }
    <crm-list-foot [list]="list" [empty]="everything() ? t().desk.noneAtAll : t().desk.none" />
  `,
  styles: `
    .narrowed {
      margin: 16px 0;
    }
  `,
  host: { class: 'page' },
})
export class FundsPage {
  protected readonly labels = inject(Language).labels;
  protected readonly t = moneyWords();
  protected readonly narrow = addressBar();
  protected readonly kinds = fundKinds;

  readonly all = input<string>();
  readonly kind = input<string>();
  readonly q = input<string>();

  protected readonly everything = computed(() => this.all() === 'true');
  protected readonly known = computed(() => fundKinds.find((each) => each === this.kind()));
  protected readonly list = new Paged<Fund>('/api/v1/funds', () => ({
    confirmed: this.everything() ? undefined : false,
    kind: this.known(),
    q: this.q() || undefined,
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
}
