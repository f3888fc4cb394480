import {
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { NgxEchartsDirective, provideEchartsCore } from 'ngx-echarts';
import { Language } from '../platform/language';
import { Themes } from '../platform/theme';
import { type ChartColours, chartColours } from './chart-colours';
import { type ChartPart, chartParts, nextPart } from './chart-parts';
import { en } from './chart.en';
import { zh } from './chart.zh';
import { type ChartHead, type Drawing, titled } from './titled';

/** How much finer than the screen a picture is, so that it can be printed. */
const fineness = 2;
let charts = 0;

/** The part of a chart that was clicked, or opened by the keyboard. */
export interface PickedPart {
  seriesId?: string;
  dataIndex: number;
  dataType?: string;
  /** As the option has it. */
  data: unknown;
}

/**
 * A chart in the colours of the page, light or dark, as wide as its place. It is a picture of figures that stand in a table
 * beside it: to a screen reader it is one image with a description, whose parts are gone through by the arrow keys.
 */
@Component({
  selector: 'crm-chart',
  imports: [NgxEchartsDirective],
  providers: [provideEchartsCore({ echarts: () => import('./echarts') })],
  template: `<div
      #frame
      class="frame"
      tabindex="0"
      role="application"
      [attr.aria-roledescription]="t().kind"
      [attr.aria-label]="description()"
      [attr.aria-describedby]="id"
      (focus)="byKeys.set(frame.matches(':focus-visible'))"
      (blur)="leave()"
      (keydown)="press($event)"
    >
      <div
        echarts
        [style.height.px]="height()"
        [options]="drawn()"
        [initOpts]="{ renderer: 'svg' }"
        (chartInit)="chart = $event"
        (chartClick)="picked.emit($event)"
      ></div>
      <i #spot class="spot"></i>
    </div>
    <p class="told small" aria-live="polite" [id]="id" [class.shown]="byKeys()">{{ marked()?.text ?? t().keys }}</p>`,
  styles: `
    :host {
      display: block;
      position: relative;
      min-width: 0;
    }
    .frame {
      position: relative;
    }
    .spot {
      position: absolute;
      width: 1px;
      height: 1px;
      scroll-margin: 130px 160px;
    }
    /* In sight while the keyboard is here, and where a wide chart is scrolled too. */
    .told {
      position: sticky;
      inset-inline-start: 0;
      /* Of a chart taller than the window it stays in sight; not where a box around it is scrolled, which is as tall as the chart. */
      inset-block-end: var(--told-end, 12px);
      z-index: 2;
      width: fit-content;
      max-width: 100%;
      padding: 3px 10px;
      border-radius: 6px;
      background: var(--sunken);
    }
    @media (width < 900px) {
      .told {
        inset-block-end: var(--told-end, calc(72px + env(safe-area-inset-bottom)));
      }
    }
    .told:not(.shown) {
      position: absolute;
      inset-block-end: 0;
      width: 1px;
      height: 1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }
  `,
})
export class Chart {
  private readonly themes = inject(Themes);
  protected readonly t = inject(Language).words(zh, en);

  /** What is drawn, in the colours that it is given. */
  readonly option = input.required<(colours: ChartColours) => EChartsCoreOption>();
  /** What a screen reader says of it. */
  readonly description = input.required<string>();
  /** In pixels. */
  readonly height = input(400);
  /** A part of the chart was clicked, or opened by the keyboard. */
  readonly picked = output<PickedPart>();

  protected chart: ECharts | undefined;
  protected readonly id = `chart-${++charts}`;
  private readonly spot = viewChild.required<ElementRef<HTMLElement>>('spot');
  protected readonly drawn = computed((): EChartsCoreOption => {
    this.themes.dark();
    const colours = chartColours();
    return {
      animation: false,
      backgroundColor: colours.surface,
      textStyle: { fontFamily: colours.font, color: colours.ink },
      // Only the part itself is marked, and not all that its axis passes through.
      axisPointer: { triggerEmphasis: false },
      ...this.option()(colours),
      aria: { enabled: true, label: { description: this.description() } },
    };
  });

  private readonly parts = computed(() => chartParts(this.drawn()));
  /** The part at which the keyboard stands; of another drawing none. */
  protected readonly marked = linkedSignal<readonly ChartPart[], ChartPart | null>({
    source: this.parts,
    computation: () => null,
  });
  /** Whether the keyboard is here. */
  protected readonly byKeys = signal(false);

  /** Arrows go from part to part, Enter opens what a click opens, Escape leaves. */
  protected press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = this.marked();
    if (event.key === 'Escape') {
      // What is around the chart, such as a dialog, stays open.
      if (now) event.stopPropagation();
      (event.currentTarget as HTMLElement).blur();
      return;
    }
    this.byKeys.set(true);
    const next = nextPart(this.parts(), now, event.key);
    if (next) this.mark(next);
    else if (now && event.key === 'Enter') this.picked.emit(now);
    else return;
    event.preventDefault();
  }

  protected leave(): void {
    this.byKeys.set(false);
    this.unmark();
    this.marked.set(null);
  }

  private mark(part: ChartPart): void {
    const { chart } = this;
    this.unmark();
    this.marked.set(part);
    if (!chart) return;
    const { seriesIndex, dataIndex, dataType, at } = part;
    chart.dispatchAction({ type: 'highlight', seriesIndex, dataIndex, ...(dataType && { dataType }) });
    if (!at) return;
    // Of a wide or tall chart in a box or a window that is smaller, the part comes into sight.
    const [left = 0, top = 0] = chart.convertToPixel({ seriesIndex }, [...at]) as number[];
    const spot = this.spot().nativeElement;
    Object.assign(spot.style, { left: `${left}px`, top: `${top}px` });
    spot.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex });
  }

  private unmark(): void {
    const now = this.marked();
    if (!now) return;
    const { seriesIndex, dataIndex, dataType } = now;
    this.chart?.dispatchAction({ type: 'downplay', seriesIndex, dataIndex, ...(dataType && { dataType }) });
    this.chart?.dispatchAction({ type: 'hideTip' });
  }

  /** The chart as an SVG file's text, headed by what it is of; empty before it is drawn. */
  svg(head: ChartHead): string {
    return this.drawing(head)?.svg ?? '';
  }

  /** The chart as a PNG file, twice as fine as on the screen. */
  async png(head: ChartHead): Promise<Blob | null> {
    const drawing = this.drawing(head);
    if (!drawing) return null;
    const [width, height] = [drawing.width * fineness, drawing.height * fineness];
    const image = Object.assign(new Image(width, height), {
      src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing.svg)}`,
    });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }

  private drawing(head: ChartHead): Drawing | null {
    const { chart } = this;
    if (!chart) return null;
    const { ink, 'ink-soft': soft, surface, font } = chartColours();
    const drawn = { svg: chart.renderToSVGString(), width: chart.getWidth(), height: chart.getHeight() };
    return titled(drawn, head, { ink, soft, surface, font });
  }
}
