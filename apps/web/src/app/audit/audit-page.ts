import { Component, inject, signal } from '@angular/core';
import type { AuditEvent } from '@torch/contracts';
import { EmptyState, ErrorState, Field, Loading, Paged, PageHeader } from '@torch/ui';
import { base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';
import { en } from './audit.en';
import { zh } from './audit.zh';

interface Filter {
  type: string;
  subjectId: string;
  from: string;
  to: string;
}

/** Who did what, and when; for the auditor alone. */
@Component({
  selector: 'crm-audit-page',
  imports: [EmptyState, ErrorState, Field, InstantPipe, Loading, PageHeader],
  templateUrl: './audit-page.html',
})
export class AuditPage {
  protected readonly problems = inject(Problems);
  protected readonly t = inject(Language).words(zh, en);
  protected readonly common = platformWords();
  protected readonly filter = signal<Filter>({ type: '', subjectId: '', from: '', to: '' });
  protected readonly list = new Paged<AuditEvent>(`${base}/audit-events`, () => ({ ...this.filter() }));

  protected set(field: keyof Filter, value: string): void {
    this.filter.update((filter) => ({ ...filter, [field]: value.trim() }));
  }

  protected changes(event: AuditEvent): { field: string; before: string; after: string }[] {
    const show = (value: unknown) =>
      value === null || value === undefined ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return Object.entries(event.changes).map(([field, [before, after]]) => ({
      field,
      before: show(before),
      after: show(after),
    }));
  }
}
