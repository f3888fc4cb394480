import { Component, input, signal } from '@angular/core';
import { Trace } from './trace';
import { traceWords } from './trace-words';

/** On a record's page: the trace, read when somebody asks for it. */
@Component({
  selector: 'crm-trace-panel',
  imports: [Trace],
  template: `
    <details (toggle)="open.set(details.open)" #details>
      <summary>
        <h2>{{ t().title }}</h2>
        <span class="soft small">{{ t().lead }}</span>
      </summary>
      @if (open()) {
        <crm-trace [subject]="subject()" [version]="version()" />
      }
    </details>
  `,
  styles: `
    summary {
      cursor: pointer;
    }
    summary h2 {
      display: inline;
      margin-right: 8px;
    }
    details[open] summary {
      margin-bottom: 16px;
    }
  `,
  host: { class: 'card' },
})
export class TracePanel {
  protected readonly t = traceWords();
  protected readonly open = signal(false);

  readonly subject = input.required<string>();
  /** Grows when the record changed. */
  readonly version = input(0);
}
