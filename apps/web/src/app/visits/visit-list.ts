import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Visit } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { ListFoot, Times } from '../kit';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { visitWords } from './visit-words';

/** The visits of a lead or a company, newest first, and the way to another one. */
@Component({
  selector: 'crm-visit-list',
  imports: [RouterLink, ListFoot],
  templateUrl: './visit-list.html',
  host: { class: 'card stack' },
})
export class VisitList {
  protected readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = visitWords();

  readonly companyId = input.required<string>();
  readonly companyName = input.required<string>();
  /** Left out, all of the company's. */
  readonly leadId = input<string>();

  protected readonly list = new Paged<Visit>('/api/v1/visits', () => ({
    ...(this.leadId() ? { lead: this.leadId() } : { company: this.companyId() }),
    limit: 20,
  }));
}
