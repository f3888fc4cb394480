import { Component, computed, inject, input } from '@angular/core';
import { Session } from '../../platform/session';
import { leadWords } from '../lead-words';
import type { ChosenLeads } from './chosen-leads';

/** In the head of a list: chooses every lead on screen, or none. */
@Component({
  selector: 'crm-choose-all',
  template: `@if (mayPlan() && chosen().listed() > 0) {
    <input
      #box
      type="checkbox"
      [attr.aria-label]="t().chooseAll"
      [checked]="chosen().hasAll()"
      [indeterminate]="chosen().leads().length > 0 && !chosen().hasAll()"
      (change)="box.checked ? chosen().all() : chosen().only([])"
    />
  }`,
  styles: `
    input {
      margin-inline-end: 8px;
      vertical-align: -4px;
    }
  `,
})
export class ChooseAll {
  private readonly session = inject(Session);
  protected readonly t = leadWords();

  readonly chosen = input.required<ChosenLeads>();

  protected readonly mayPlan = computed(() => this.session.can('followUp.create'));
}
