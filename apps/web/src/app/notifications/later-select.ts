import { Component, input, output } from '@angular/core';
import { snoozeDays } from '@torch/domain';
import { notificationWords } from './notification-words';

/** By how many working days a reminder is put off. */
@Component({
  selector: 'crm-later-select',
  template: `
    <select
      #choice
      [attr.aria-label]="t().later + ': ' + about()"
      (change)="chosen.emit(+choice.value); choice.value = ''"
    >
      <option value="">{{ t().later }}</option>
      @for (each of days; track each) {
        <option [value]="each">{{ t().laterChoices[each] }}</option>
      }
    </select>
  `,
  styles: `
    select {
      width: auto;
      max-width: 100%;
    }
  `,
})
export class LaterSelect {
  protected readonly t = notificationWords();
  protected readonly days = snoozeDays;

  readonly about = input.required<string>();
  /** Working days. */
  readonly chosen = output<number>();
}
