import { Component, computed, inject, input } from '@angular/core';
import { Session } from '../../platform/session';
import { leadWords } from '../lead-words';
import type { ChosenLeads } from './chosen-leads';

/** Chooses the lead of a row, for whoever may plan something for it. */
@Component({
  selector: 'crm-choose-lead',
  template: `@if (mayPlan() && leadId(); as id) {
    <input
      #box
      type="checkbox"
      [attr.aria-label]="t().choose(title())"
      [checked]="chosen().has(id)"
      (change)="chosen().choose(id, box.checked)"
    />
  }`,
  styles: `
    input {
      margin-inline-end: 8px;
      vertical-align: -3px;
    }
  `,
})
export class ChooseLead {
  private readonly session = inject(Session);
  protected readonly t = leadWords();

  readonly chosen = input.required<ChosenLeads>();
  /** Null where the row has no lead. */
  readonly leadId = input.required<string | null>();
  /** Of the row. */
  readonly title = input.required<string>();

  protected readonly mayPlan = computed(() => this.session.can('followUp.create'));
}
