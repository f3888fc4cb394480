import { Component, computed, input } from '@angular/core';
import type { TargetProgress } from '@torch/contracts';
import { targetWords } from './target-words';

/** How far a target has come, with a mark at what is due by now. */
@Component({
  selector: 'crm-target-bar',
  template: `<div class="bar" role="img" [attr.aria-label]="says()">
    @if (done(); as percent) {
      <div class="done" [attr.data-standing]="progress().standing" [style.inline-size.%]="percent"></div>
    }
    <div class="due" [style.inset-inline-start.%]="due()"></div>
  </div>`,
  styles: `
    :host {
      display: block;
    }
    .bar {
      position: relative;
      height: 14px;
      border: 1px solid var(--line-strong);
      border-radius: 7px;
      background: var(--sunken);
    }
    .done {
      height: 100%;
      min-width: 4px;
      border-radius: 6px;
      background: var(--info);
    }
    .done[data-standing='reached'],
    .done[data-standing='ahead'] {
      background: var(--good);
    }
    .done[data-standing='yellow'] {
      background: var(--warn);
    }
    .done[data-standing='red'],
    .done[data-standing='missed'] {
      background: var(--bad);
    }
    .due {
      position: absolute;
      inset-block: -5px;
      width: 3px;
      margin-inline-start: -1px;
      border-radius: 2px;
      background: var(--ink);
    }
  `,
})
export class TargetBar {
  private readonly t = targetWords();

  readonly progress = input.required<TargetProgress>();

  protected readonly done = computed(() => {
    const percent = this.progress().donePercent;
    return percent === null ? null : Math.min(100, Math.max(0, Number(percent)));
  });
  protected readonly due = computed(() => Math.min(100, Number(this.progress().duePercent)));
  protected readonly says = computed(() => {
    const { donePercent, duePercent } = this.progress();
    return donePercent === null ? this.t().barDue(duePercent) : this.t().bar(donePercent, duePercent);
  });
}
