import { Component, inject, input, output } from '@angular/core';
import { Times } from '../../kit';
import { leadWords } from '../lead-words';

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
    const { tomorrow, threeDays, nextWeek } = this.times.usual();
    const nine = (day: string) => this.times.fromLocal(`${day}T09:00`);
    const choices = [
      { word: this.t().tomorrow, at: nine(tomorrow) },
      { word: this.t().inThreeDays, at: nine(threeDays) },
      { word: this.t().nextWeek, at: nine(nextWeek) },
    ];
    // On a Sunday tomorrow is Monday: one moment is offered once.
    return choices.filter(({ at }, index) => choices.findIndex((each) => each.at === at) === index);
  }
}
