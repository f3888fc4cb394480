import { Component, computed, inject, signal } from '@angular/core';
import type { AuditEvent } from '@torch/contracts';
import { acts, type Act, type Subject, subjects } from '@torch/domain';
import { Field, Paged, PageHeader } from '@torch/ui';
import { ListFoot } from '../kit';
import { base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { History } from '../timeline/history';
import { en } from './audit.en';
import { zh } from './audit.zh';

interface Filter {
  /** Empty for all. */
  subject: Subject | '';
  act: Act | '';
  subjectId: string;
  from: string;
  to: string;
}

const everything: Filter = { subject: '', act: '', subjectId: '', from: '', to: '' };

/** Who did what, and when; for the auditor alone. */
@Component({
  selector: 'crm-audit-page',
  imports: [Field, InstantPipe, ListFoot, PageHeader],
  templateUrl: './audit-page.html',
})
export class AuditPage {
  private readonly history = inject(History);
  protected readonly labels = inject(Language).labels;
  protected readonly t = inject(Language).words(zh, en);
  protected readonly common = platformWords();

  protected readonly subjects = subjects;
  protected readonly filter = signal(everything);
  protected readonly narrowed = computed(() => Object.values(this.filter()).some(Boolean));
  protected readonly actsOfSubject = computed<readonly Act[]>(() => {
    const { subject } = this.filter();
    return subject ? acts[subject] : [];
  });
  protected readonly list = new Paged<AuditEvent>(`${base}/audit-events`, () => {
    const { subject, act, ...rest } = this.filter();
    return { ...rest, type: act ? `${subject}.${act}` : subject };
  });
  protected readonly rows = computed(() =>
    this.list.items().map((event) => ({
      ...event,
      what: this.what(event.type),
      record: this.labels().subject[event.subjectType as Subject] ?? event.subjectType,
      lines: this.history.linesOf(event.changes),
    })),
  );

  protected set(change: Partial<Filter>): void {
    this.filter.update((filter) => ({ ...filter, ...change }));
  }

  protected clear(): void {
    this.filter.set(everything);
  }

  private what(type: string): string {
    const [subject, act] = type.split('.') as [Subject, Act];
    const { subject: subjectWords, act: actWords } = this.labels();
    return `${subjectWords[subject] ?? subject} · ${actWords[act] ?? act}`;
  }
}
