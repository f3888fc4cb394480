import { Component, computed, inject, input } from '@angular/core';
import type { AuditEvent } from '@torch/contracts';
import { ErrorState, Loading, Paged } from '@torch/ui';
import { Times } from '../kit';
import { Language } from '../platform/language';
import { leadWords } from '../leads/lead-words';
import { History } from './history';
import { en } from './timeline.en';
import { zh } from './timeline.zh';

/** What happened to a record and what hangs on it, newest first, old value beside new. */
@Component({
  selector: 'crm-timeline',
  imports: [ErrorState, Loading],
  templateUrl: './timeline.html',
  styleUrl: './timeline.css',
  host: { class: 'card stack' },
})
export class Timeline {
  private readonly history = inject(History);
  protected readonly times = inject(Times);
  protected readonly t = leadWords();
  protected readonly w = inject(Language).words(zh, en);

  /** `/leads/<id>` or `/companies/<id>`. */
  readonly of = input.required<string>();
  /** Grows when the record changed, so that the history is read again. */
  readonly version = input(0);

  protected readonly list = new Paged<AuditEvent>(
    () => `/api/v1${this.of()}/timeline`,
    () => {
      this.version();
      return { limit: 20 };
    },
  );
  protected readonly entries = computed(() =>
    this.list.items().map((event) => ({
      id: event.id,
      at: event.at,
      who: event.actorName ?? this.w().system,
      what: this.word(event.type),
      note: typeof event.data['note'] === 'string' ? event.data['note'] : '',
      isNew: event.type.endsWith('.created'),
      lines: this.history.linesOf(event),
    })),
  );

  private word(type: string): string {
    const known: Record<string, string> = this.w().types;
    return known[type] ?? type;
  }
}
