import { Component, computed, inject, input } from '@angular/core';
import type { AuditEvent } from '@torch/contracts';
import { ErrorState, Loading, Paged } from '@torch/ui';
import { Times } from '../../kit';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { leadWords } from '../lead-words';
import { leadValue } from './lead-values';
import { en } from './timeline.en';
import { zh } from './timeline.zh';

interface Line {
  field: string;
  before: string | null;
  after: string;
}

/** Fields that only the machine cares about. */
const silent = new Set([
  'id',
  'companyId',
  'leadId',
  'visitId',
  'contactIds',
  'ownerId',
  'departmentId',
  'parentId',
  'code',
  'doneAt',
]);
const instants = new Set(['dueAt', 'startsAt', 'endsAt', 'lastContactAt']);

/** What happened to a record and what hangs on it, newest first, old value beside new. */
@Component({
  selector: 'crm-timeline',
  imports: [ErrorState, Loading],
  templateUrl: './timeline.html',
  styleUrl: './timeline.css',
  host: { class: 'card stack' },
})
export class Timeline {
  private readonly reference = inject(Reference);
  private readonly labels = inject(Language).labels;
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
      lines: this.linesOf(event),
    })),
  );

  private word(type: string): string {
    const known: Record<string, string> = this.w().types;
    return known[type] ?? type;
  }

  private linesOf({ changes }: AuditEvent): Line[] {
    return Object.entries(changes)
      .filter(([field]) => !silent.has(field))
      .map(([field, [before, after]]) => ({
        field: this.fieldWord(field),
        before: before === null ? null : this.show(field, before),
        after: this.show(field, after),
      }));
  }

  private fieldWord(field: string): string {
    const known: Record<string, string> = { ...this.t().field, ...this.w().field };
    return known[field] ?? field;
  }

  private show(field: string, value: unknown): string {
    if (typeof value === 'boolean') return value ? this.w().yes : this.w().no;
    if (instants.has(field) && typeof value === 'string' && value !== '[redacted]') return this.times.dateTime(value);
    return leadValue(field, value, this.t(), this.labels(), (kind, code) => this.reference.name(kind, code));
  }
}
