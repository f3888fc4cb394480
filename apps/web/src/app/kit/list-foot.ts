import { Component, inject, input } from '@angular/core';
import { EmptyState, ErrorState, Loading, type Paged } from '@torch/ui';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';

/** Below a list: it is being read, could not be read, holds nothing (the content says what to do then), or has more. */
@Component({
  selector: 'crm-list-foot',
  imports: [EmptyState, ErrorState, Loading],
  template: `
    @if (list().error(); as error) {
      <ui-error-state [message]="problems.sentence(error)" [action]="t().retry" (retry)="list().reload()" />
    } @else if (list().loading() && list().items().length === 0) {
      <ui-loading [label]="t().loading" />
    } @else if (list().isEmpty() && small()) {
      <p class="soft">{{ empty() }}</p>
    } @else if (list().isEmpty()) {
      <ui-empty-state [message]="empty()"><ng-content /></ui-empty-state>
    } @else if (list().hasMore()) {
      <p class="more">
        <button class="button" type="button" [disabled]="list().loading()" (click)="list().more()">
          {{ list().loading() ? t().loading : t().more }}
        </button>
      </p>
    }
  `,
  styles: `
    .more {
      margin-top: 16px;
      text-align: center;
    }
    @media (width < 900px) {
      .more .button {
        width: 100%;
      }
    }
  `,
})
export class ListFoot<T> {
  protected readonly problems = inject(Problems);
  protected readonly t = platformWords();

  readonly list = input.required<Paged<T>>();
  /** What an empty list says. */
  readonly empty = input.required<string>();
  /** For one list among others on a page: an empty one takes a line, not a picture. */
  readonly small = input(false);
}
