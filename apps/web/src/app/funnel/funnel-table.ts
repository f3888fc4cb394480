import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, input } from '@angular/core';
import type { Funnel, FunnelStepFigures } from '@torch/contracts';
import { type FunnelStep, funnelSteps } from '@torch/domain';
import { Conversion } from './conversion';
import { Figure } from './figure';
import type { FunnelAddress } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { dash, percentText } from './percent';

/** All that a funnel says, step by step; every number opens what it counts. */
@Component({
  selector: 'crm-funnel-table',
  imports: [Conversion, Figure, NgTemplateOutlet],
  templateUrl: './funnel-table.html',
  styleUrls: ['./figures.css', './funnel-table.css'],
})
export class FunnelTable {
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();
  protected readonly dash = dash;
  /** As many reasons as stand open at a step, the most frequent; the others are unfolded. */
  protected readonly reasonsShown = 3;
  protected readonly start: FunnelStep = funnelSteps[0];

  readonly funnel = input.required<Funnel>();
  /** The question that it answers, with its days. */
  readonly question = input.required<FunnelAddress>();

  protected readonly isCohort = computed(() => this.funnel().view === 'cohort');
  protected readonly isSnapshot = computed(() => this.funnel().view === 'snapshot');
  /** Whether some of those who stand at a step have had all their time. */
  protected readonly isTimed = computed(() => this.isCohort() && this.question().within !== undefined);
  protected readonly currency = computed(() => this.funnel().steps[0]?.amount.currency ?? '');
  protected readonly heads = computed(() => {
    const { column } = this.t();
    return {
      count: this.isSnapshot() ? column.stands : column.count,
      fromPrevious: this.isCohort() ? column.fromPrevious : column.wentOn,
      days: this.isSnapshot() ? column.daysAt : column.days,
      open: this.isTimed() ? column.openLate : column.open,
    };
  });

  protected readonly before = (index: number): FunnelStep => funnelSteps[Math.max(0, index - 1)] ?? this.start;

  protected overdue = ({ overdue, open }: FunnelStepFigures): string => percentText(overdue, open);

  /** A step that has no norm has nothing overdue, which is not the same as none. */
  protected hasNorm = ({ step }: FunnelStepFigures): boolean => this.funnel().norms[step] !== undefined;
}
