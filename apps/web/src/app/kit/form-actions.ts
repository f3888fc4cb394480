import { Component, computed, input, output } from '@angular/core';
import { platformWords } from '../platform/platform-words';
import type { RecordForm } from './record-form';

/** Below a form: save, cancel, and whether what was typed is safe on this device. */
@Component({
  selector: 'crm-form-actions',
  template: `
    <button class="button primary" type="submit" [disabled]="edit().saving()">{{ saveText() }}</button>
    <button class="button" type="button" (click)="cancelled.emit()">{{ t().cancel }}</button>
    <span class="soft small" role="status">{{
      !edit().dirty() || !edit().keeps ? '' : edit().isKept() ? t().draftKept : t().draftNotKept
    }}</span>
  `,
  host: { class: 'row' },
})
export class FormActions<R extends object, D extends object> {
  protected readonly t = platformWords();

  readonly edit = input.required<RecordForm<R, D>>();
  /** Another word for saving, where two forms stand on one page. */
  readonly label = input('');
  readonly cancelled = output();

  protected readonly saveText = computed(() => {
    if (this.edit().saving()) return this.t().saving;
    return this.edit().conflicts().length > 0 ? this.t().saveAgain : this.label() || this.t().save;
  });
}
