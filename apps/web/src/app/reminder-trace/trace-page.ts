import { Component, computed, inject, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PageHeader } from '@torch/ui';
import { Language } from '../platform/language';
import { Trace } from './trace';
import { traceWords } from './trace-words';

/** The trace of any record, for those that have no page of their own. */
@Component({
  selector: 'crm-trace-page',
  imports: [PageHeader, RouterLink, Trace],
  template: `
    <div class="page narrow stack">
      <ui-page-header [heading]="told()?.title ?? t().title" [eyebrow]="eyebrow()">
        @if (told(); as record) {
          <a class="button" [routerLink]="path(record.page)" [queryParams]="query(record.page)">{{ t().back }}</a>
        }
      </ui-page-header>
      <p class="soft">{{ t().lead }}</p>
      <section class="card">
        <h2 class="visually-hidden">{{ t().title }}</h2>
        <crm-trace [subject]="id()" />
      </section>
    </div>
  `,
})
export class TracePage {
  private readonly labels = inject(Language).labels;
  protected readonly t = traceWords();

  readonly id = input.required<string>();
  private readonly trace = viewChild(Trace);
  protected readonly told = computed(() => this.trace()?.trace() ?? null);
  protected readonly eyebrow = computed(() => {
    const told = this.told();
    return told ? [this.t().title, this.labels().subject[told.subjectType], told.code].filter(Boolean).join(' · ') : '';
  });

  protected path = (page: string): string => page.split('?')[0] ?? '/';
  protected query = (page: string): Record<string, string> =>
    Object.fromEntries(new URLSearchParams(page.split('?')[1] ?? ''));
}
