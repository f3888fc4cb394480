import { Component, inject, output } from '@angular/core';
import { Times } from '../../kit';
import { QuickLogQueue, type WaitingLog } from '../quick-log-queue';
import { quickLogWords } from '../quick-log-words';

/** What is saved on this device and not yet with the server. */
@Component({
  selector: 'crm-quick-log-outbox',
  templateUrl: './quick-log-outbox.html',
  styles: ':host { display: grid; gap: 8px; margin-bottom: 16px; } :host:empty { display: none; }',
})
export class QuickLogOutbox {
  protected readonly queue = inject(QuickLogQueue);
  protected readonly times = inject(Times);
  protected readonly t = quickLogWords();

  readonly mend = output<WaitingLog>();
}
