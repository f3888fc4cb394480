import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../platform/session';
import { traceWords } from './trace-words';

/** To the trace of a record that stands in a list; named after it for who cannot see the line. */
@Component({
  selector: 'crm-trace-link',
  imports: [RouterLink],
  template: `
    @if (session.can('reminder.read')) {
      ·
      <a
        class="inline small"
        [routerLink]="['/reminder-trace', subject()]"
        [attr.aria-label]="t().link + ' · ' + of()"
        >{{ t().link }}</a
      >
    }
  `,
})
export class TraceLink {
  protected readonly session = inject(Session);
  protected readonly t = traceWords();

  readonly subject = input.required<string>();
  readonly of = input.required<string>();
}
