import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Visit } from '@torch/contracts';
import { Times } from '../../kit';
import { Language } from '../../platform/language';

/** The visits of one day, as a list. */
@Component({
  selector: 'crm-agenda-day',
  imports: [RouterLink],
  templateUrl: './agenda-day.html',
  styleUrl: './agenda-day.css',
  host: { class: 'card stack' },
})
export class AgendaDay {
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  readonly day = input.required<string>();
  readonly visits = input.required<Visit[]>();
  readonly today = input(false);
}
