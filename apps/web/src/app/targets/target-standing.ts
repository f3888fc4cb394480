import { Component, computed, inject, input } from '@angular/core';
import type { TargetStanding as Standing } from '@torch/domain';
import { Language } from '../platform/language';

const tones: Readonly<Record<Standing, string>> = {
  notBegun: '',
  reached: 'good',
  ahead: 'good',
  onPace: 'info',
  yellow: 'warn',
  red: 'bad',
  missed: 'bad',
};

/** How a target stands, in a word and a colour. */
@Component({
  selector: 'crm-target-standing',
  template: `<span class="tag {{ tone() }}">{{ labels().targetStanding[standing()] }}</span>`,
})
export class TargetStandingTag {
  protected readonly labels = inject(Language).labels;

  readonly standing = input.required<Standing>();

  protected readonly tone = computed(() => tones[this.standing()]);
}
