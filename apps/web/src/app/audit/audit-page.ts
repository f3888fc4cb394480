import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import type { AuditEvent } from '@torch/contracts';
import { acts, type Act, type Subject, subjects } from '@torch/domain';
import { Field, Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot } from '../kit';
import { base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { isDay } from '../platform/zoned';
import { History } from '../timeline/history';
import { en } from './audit.en';
import { zh } from './audit.zh';

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
  readonly subject = input<string>();
  readonly act = input<string>();
  readonly subjectId = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly narrow = addressBar();
  private readonly router = inject(Router);
  protected readonly knownSubject = computed(() => subjects.find((subject) => subject === this.subject()));
  protected readonly actsOfSubject = computed<readonly Act[]>(() => {
    const subject = this.knownSubject();
    return subject ? acts[subject] : [];
  });
  protected readonly knownAct = computed(() => this.actsOfSubject().find((act) => act === this.act()));
  private readonly query = computed(() => ({
    type: this.knownAct() ? `${this.knownSubject()}.${this.knownAct()}` : this.knownSubject(),
    subjectId: this.subjectId(),
    from: isDay(this.from()) ? this.from() : undefined,
    to: isDay(this.to()) ? this.to() : undefined,
  }));
  protected readonly narrowed = computed(() => Object.values(this.query()).some(Boolean));
  protected readonly list = new Paged<AuditEvent>(`${base}/audit-events`, () => this.query());
  protected readonly rows = computed(() =>
    this.list.items().map((event) => ({
      ...event,
      what: this.what(event.type),
      record: this.labels().subject[event.subjectType as Subject] ?? event.subjectType,
      lines: this.history.linesOf(event),
    })),
  );

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }

  private what(type: string): string {
    const [subject, act] = type.split('.') as [Subject, Act];
    const { subject: subjectWords, act: actWords } = this.labels();
    return `${subjectWords[subject] ?? subject} · ${actWords[act] ?? act}`;
  }
}
