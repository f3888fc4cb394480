import { Component, inject, input, output } from '@angular/core';
import { Times } from '../../kit';
import { leadWords } from '../lead-words';
import { addDays } from '../../platform/zoned';

/** The usual dates for a next step, each one touch away, beside the free choice. */
@Component({
  selector: 'crm-when-chips',
  templateUrl: './when-chips.html',
})
export class WhenChips {
  private readonly times = inject(Times);
  protected readonly t = leadWords();

  /** The instant that is chosen; empty while none is. */
  readonly chosen = input.required<string>();
  readonly picked = output<string>();

  protected choices(): { word: string; at: string }[] {
    const today = this.times.day();
    const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
    const nine = (day: string) => this.times.fromLocal(`${day}T09:00`);
    return [
      { word: this.t().tomorrow, at: nine(addDays(today, 1)) },
      { word: this.t().inThreeDays, at: nine(addDays(today, 3)) },
      { word: this.t().nextWeek, at: nine(addDays(today, 7 - ((weekday + 6) % 7))) },
    ];
  }
}
