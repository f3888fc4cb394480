import { Component, computed, inject, input } from '@angular/core';
import { FunnelNames } from '../funnel/funnel-names';
import { cockpitWords } from './cockpit-words';

/** How many are green, yellow and red, as a bar as long as there are deals; the numbers stand beside it. */
@Component({
  selector: 'crm-light-bar',
  template: `<span class="bar" role="img" [attr.aria-label]="says()" [style.inline-size.%]="length()">
    @for (part of parts(); track part.light) {
      <span [class]="part.light" [style.flex-grow]="part.count"></span>
    }
  </span>`,
  styles: `
    :host {
      display: block;
      min-width: 60px;
    }
    .bar {
      display: flex;
      gap: 1px;
      min-width: 2px;
      height: 10px;
      margin-top: 7px;
      border-radius: 3px;
      overflow: hidden;
      forced-color-adjust: none;
      print-color-adjust: exact;
    }
    .bar span {
      flex-basis: 0;
      min-width: 3px;
    }
    .green {
      background: #2f8f5b;
    }
    .yellow {
      background: #e0a100;
    }
    .red {
      background: #c9372c;
    }
  `,
})
export class LightBar {
  private readonly names = inject(FunnelNames);
  private readonly t = cockpitWords();

  readonly green = input.required<number>();
  readonly yellow = input.required<number>();
  readonly red = input.required<number>();
  /** The largest of the bars that stand together. */
  readonly most = input.required<number>();

  protected readonly parts = computed(() =>
    [
      { light: 'green', count: this.green() },
      { light: 'yellow', count: this.yellow() },
      { light: 'red', count: this.red() },
    ].filter(({ count }) => count > 0),
  );
  protected readonly length = computed(
    () => ((this.green() + this.yellow() + this.red()) / Math.max(1, this.most())) * 100,
  );
  protected readonly says = computed(() => {
    const { count } = this.names;
    return this.t().standing.bar(count(this.green()), count(this.yellow()), count(this.red()));
  });
}
