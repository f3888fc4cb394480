import { Component, computed, inject, input } from '@angular/core';
import type { Deal } from '@torch/contracts';
import { type MilestoneLight, milestonesOf } from '@torch/domain';
import { Times } from '../../kit';
import { dealWords } from '../deal-words';

/** How a signed deal keeps to its promised dates: what was promised, what came, and how late. */
@Component({
  selector: 'crm-deal-milestones',
  templateUrl: './deal-milestones.html',
  styleUrl: './deal-milestones.css',
  host: { class: 'card stack' },
})
export class DealMilestones {
  private readonly times = inject(Times);
  protected readonly t = dealWords();

  readonly deal = input.required<Deal>();

  protected readonly rows = computed(() =>
    milestonesOf(this.deal(), this.times.today()).map((row) => ({
      ...row,
      promised: this.day(row.promised),
      actual: this.day(row.actual),
      tone: tones[row.light],
    })),
  );

  private day(on: string | null): string {
    return on ? this.times.dayText(on, { dateStyle: 'medium' }) : '';
  }
}

const tones: Record<MilestoneLight, '' | 'good' | 'warn' | 'bad'> = {
  none: '',
  met: 'good',
  late: 'warn',
  ahead: '',
  yellow: 'warn',
  red: 'bad',
};
