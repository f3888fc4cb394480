import { Component, input, output } from '@angular/core';
import { platformWords } from '../platform/platform-words';

/** How long before the due instant the reminder goes out, in minutes. */
@Component({
  selector: 'crm-notice-select',
  template: `
    <select #chosen [id]="inputId()" (change)="changed.emit(+chosen.value)">
      @for (minutes of choices; track minutes) {
        <option [value]="minutes" [selected]="minutes === value()">{{ t().notice[minutes] }}</option>
      }
    </select>
  `,
})
export class NoticeSelect {
  protected readonly t = platformWords();

  readonly inputId = input.required<string>();
  readonly value = input.required<number>();
  readonly changed = output<number>();

  protected readonly choices = [0, 30, 60, 1440] as const;
}
