import { Component, inject, input } from '@angular/core';
import { ErrorState, Loading } from '@torch/ui';
import { platformWords } from '../platform/platform-words';
import { kindOf, problemOf, Problems } from '../platform/problem';

interface Read {
  error: () => unknown;
  reload: () => unknown;
}

/** In the place of something that is not there yet: it is being read, or why it could not be. */
@Component({
  selector: 'crm-read-state',
  imports: [ErrorState, Loading],
  template: `
    @if (of().error(); as error) {
      <ui-error-state [message]="problems.sentence(error)" [action]="again(error)" (retry)="of().reload()" />
    } @else {
      <ui-loading [label]="t().loading" />
    }
  `,
})
export class ReadState {
  protected readonly problems = inject(Problems);
  protected readonly t = platformWords();

  readonly of = input.required<Read>();

  /** Whoever may not read something may not read it the next time either. */
  protected again = (error: unknown): string => (kindOf(problemOf(error)) === 'not-allowed' ? '' : this.t().retry);
}
