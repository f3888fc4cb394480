import { Component, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { QuickLogResult } from '@torch/contracts';
import { quickLogWords } from '../quick-log-words';

/** It is with the server; where to look, and on to the next. */
@Component({
  selector: 'crm-quick-log-sent',
  imports: [RouterLink],
  templateUrl: './quick-log-sent.html',
  host: { class: 'card stack' },
})
export class QuickLogSent {
  protected readonly t = quickLogWords();
  readonly result = input.required<QuickLogResult>();
  readonly again = output();
}
