import { Component, computed, inject, input } from '@angular/core';
import { download, Notices } from '../kit';
import { Language } from '../platform/language';
import type { Chart } from './chart';
import { en } from './chart.en';
import { zh } from './chart.zh';
import type { ChartHead } from './titled';

/** Saves a chart as a picture, and its figures as a table. */
@Component({
  selector: 'crm-chart-files',
  template: `<span class="row" role="group" [attr.aria-label]="label()">
    <button class="button small" type="button" (click)="saveTable()">{{ t().csv }}</button>
    <button class="button small" type="button" (click)="savePng()">{{ t().png }}</button>
    <button class="button small" type="button" (click)="saveSvg()">{{ t().svg }}</button>
  </span>`,
})
export class ChartFiles {
  private readonly notices = inject(Notices);
  protected readonly t = inject(Language).words(zh, en);

  readonly chart = input.required<Chart | undefined>();
  /** Of the files, without what they end in. */
  readonly name = input.required<string>();
  /** What stands above it in a picture. */
  readonly head = input.required<ChartHead>();
  /** Makes the text of the table. */
  readonly table = input.required<() => string>();
  /** What it is the chart of, where a page has several. */
  readonly of = input('');

  protected readonly label = computed(() => (this.of() ? this.t().filesOf(this.of()) : this.t().files));

  protected saveTable(): void {
    download(`${this.name()}.csv`, this.table()());
  }

  protected saveSvg(): void {
    const svg = this.chart()?.svg(this.head());
    if (svg) download(`${this.name()}.svg`, svg, 'image/svg+xml');
  }

  protected async savePng(): Promise<void> {
    try {
      const png = await this.chart()?.png(this.head());
      if (png) download(`${this.name()}.png`, png);
    } catch (error) {
      this.notices.failed(error);
    }
  }
}
