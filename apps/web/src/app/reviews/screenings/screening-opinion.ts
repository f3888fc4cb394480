import { Component, inject, input } from '@angular/core';
import type { Screening } from '@torch/contracts';
import { screeningAspects } from '@torch/domain';
import { Times } from '../../kit';
import { Language } from '../../platform/language';

/** One screening opinion, whole. */
@Component({
  selector: 'crm-screening-opinion',
  templateUrl: './screening-opinion.html',
  host: { class: 'stack' },
})
export class ScreeningOpinion {
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly aspects = screeningAspects;

  readonly opinion = input.required<Screening>();
}
