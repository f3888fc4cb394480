import { inject, Injectable } from '@angular/core';
import type { AuditEvent } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import { Times } from '../kit';
import { dealWords } from '../deals/deal-words';
import { leadWords } from '../leads/lead-words';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { en } from './timeline.en';
import { zh } from './timeline.zh';
import { leadValue } from './values';

/** One changed field, as a person reads it. */
export interface HistoryLine {
  field: string;
  /** Null where there was nothing before. */
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
  'contactId',
  'dealId',
  'tourId',
  'userId',
  'deputyId',
  'itinerary',
  'hosts',
  'nextSteps',
  'ownerId',
  'departmentId',
  'parentId',
  'confidentialTo',
  'doneAt',
]);
const instants = new Set(['pooledAt', 'dueAt', 'startsAt', 'endsAt', 'lastContactAt']);

/** What events changed, in the reader's words, language and zone. */
@Injectable({ providedIn: 'root' })
export class History {
  private readonly reference = inject(Reference);
  private readonly times = inject(Times);
  private readonly language = inject(Language);
  private readonly fields = leadWords();
  private readonly deals = dealWords();
  private readonly words = this.language.words(zh, en);

  linesOf({ changes, subjectType }: Pick<AuditEvent, 'changes' | 'subjectType'>): HistoryLine[] {
    return Object.entries(changes)
      .filter(([field]) => !silent.has(field))
      .map(([field, [before, after]]) => ({
        field: this.word(field, subjectType),
        before: before === null ? null : this.show(field, before, subjectType),
        after: this.show(field, after, subjectType),
      }));
  }

  private word(field: string, subject: string): string {
    // A visit has a form; everything else that is of some kind has a category.
    if (field === 'kind' && subject !== 'visit') return this.words().field.category;
    const known: Record<string, string> = { ...this.deals().field, ...this.fields().field, ...this.words().field };
    const [, name = '', part] = /^(.+)(Amount|Currency)$/.exec(field) ?? [];
    const whole = known[name];
    if (known[field] || !whole) return known[field] ?? field;
    return part === 'Currency' ? `${whole} · ${this.deals().currency}` : whole;
  }

  private show(field: string, value: unknown, subject: string): string {
    if (typeof value === 'boolean') return value ? this.words().yes : this.words().no;
    if (instants.has(field) && typeof value === 'string' && value !== '[redacted]') return this.times.dateTime(value);
    const { role, dealStage }: Record<'role' | 'dealStage', Record<string, string>> = this.language.labels();
    if (field === 'stage' && typeof value === 'string') return dealStage[value] ?? value;
    if (field === 'role' && typeof value === 'string') return role[value] ?? value;
    const nameOf = (kind: ReferenceKind, code: string) => this.reference.name(kind, code);
    return leadValue(field, value, this.fields(), this.language.labels(), nameOf, subject);
  }
}
