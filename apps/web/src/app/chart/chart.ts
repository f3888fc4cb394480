import { Component, computed, inject, input, output } from '@angular/core';
import type { ECElementEvent, ECharts, EChartsCoreOption } from 'echarts/core';
import { NgxEchartsDirective, provideEchartsCore } from 'ngx-echarts';
import { Themes } from '../platform/theme';
import { type ChartColours, chartColours } from './chart-colours';

/** How much finer than the screen a picture is, so that it can be printed. */
const fineness = 2;

/**
 * A chart in the colours of the page, light or dark, as wide as its place. It is a picture of figures that stand in a table
 * beside it: to a screen reader it is one image with a description.
 */
@Component({
  selector: 'crm-chart',
  imports: [NgxEchartsDirective],
  providers: [provideEchartsCore({ echarts: () => import('./echarts') })],
  template: `<div
    echarts
    tabindex="0"
    [style.height.px]="height()"
    [options]="drawn()"
    [initOpts]="{ renderer: 'svg' }"
    (chartInit)="chart = $event"
    (chartClick)="picked.emit($event)"
  ></div>`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class Chart {
  private readonly themes = inject(Themes);

  /** What is drawn, in the colours that it is given. */
  readonly option = input.required<(colours: ChartColours) => EChartsCoreOption>();
  /** What a screen reader says of it. */
  readonly description = input.required<string>();
  /** In pixels. */
  readonly height = input(400);
  /** A part of the chart was clicked. */
  readonly picked = output<ECElementEvent>();

  protected chart: ECharts | undefined;
  protected readonly drawn = computed((): EChartsCoreOption => {
    this.themes.dark();
    const colours = chartColours();
    return {
      animation: false,
      backgroundColor: colours.surface,
      textStyle: { fontFamily: colours.font, color: colours.ink },
      ...this.option()(colours),
      aria: { enabled: true, label: { description: this.description() } },
    };
  });

  /** The chart as an SVG file's text; empty before it is drawn. */
  svg(): string {
    return this.chart?.renderToSVGString() ?? '';
  }

  /** The chart as a PNG file, twice as fine as on the screen. */
  async png(): Promise<Blob | null> {
    const { chart } = this;
    if (!chart) return null;
    const [width, height] = [chart.getWidth() * fineness, chart.getHeight() * fineness];
    const image = Object.assign(new Image(width, height), {
      src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.svg())}`,
    });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }
}
