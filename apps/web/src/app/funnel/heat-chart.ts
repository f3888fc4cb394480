import type { FunnelStepFigures } from '@torch/contracts';
import type { FunnelView } from '@torch/domain';
import type { EChartsCoreOption } from 'echarts/core';
import { type ChartColours, mixed, readableOn } from '../chart/chart-colours';
import { percentOf } from './percent';

export interface HeatCell {
  count: number;
  /** In hundredths; null where there is nothing to divide by. */
  percent: number | null;
  /** What the tooltip says below its head, and the keyboard after it. */
  lines: readonly string[];
}
export interface HeatRow {
  name: string;
  cells: readonly HeatCell[];
}

/** Where everything stands, in pixels: names are laid over the chart where it is scrolled. */
export const heatLayout = { top: 46, row: 36, foot: 36 };
export const heatHeight = (rows: number): number => heatLayout.top + rows * heatLayout.row + heatLayout.foot;

/** How much of the colour each shade has, from light to dark; on each the words can be read. */
const shades = [0.09, 0.19, 0.33, 0.48, 0.82, 1];
const percents = [0, 5, 15, 30, 50, 75, 100];
/** Round numbers at which the shades of counts change. */
const rounds = [1, 2, 5].flatMap((each) => [0, 1, 2, 3, 4, 5].map((zeros) => each * 10 ** zeros)).sort((a, b) => a - b);

/** One shade of the scale: what is above `over` up to `to`. */
export interface Shade {
  over: number;
  to: number;
  label: string;
  share: number;
}

/** The scale of percents: finer below, where most shares of a funnel are. */
export const percentShades = (): Shade[] =>
  shades.map((share, index) => {
    const [over = 0, to = 0] = [percents[index], percents[index + 1]];
    const label = index === 0 ? `≤ ${to}%` : index === shades.length - 1 ? `> ${over}%` : `${over}–${to}%`;
    return { over, to, label, share };
  });

/** The scale of counts: up to six shades that end at round numbers, the last at the most that there is. */
export function countShades(most: number): Shade[] {
  const bounds = [0, ...rounds.filter((each) => each < most).slice(1 - shades.length), Math.max(1, most)];
  return bounds.slice(1).map((to, index) => {
    const over = bounds[index] ?? 0;
    return { over, to, label: over + 1 >= to ? `${to}` : `${over + 1}–${to}`, share: shades[index] ?? 0 };
  });
}

/** The share that a cell shows: of those created, or of those at the step before; of where all stand there is none. */
export function heatShare(
  view: FunnelView,
  index: number,
  { count, fromPrevious, fromPreviousOf, fromStartOf }: FunnelStepFigures,
): { part: number | null; whole: number | null; percent: number | null } {
  const none = { part: null, whole: null, percent: null };
  if (view === 'snapshot' || index === 0) return none;
  const [part, whole] = view === 'entered' ? [fromPrevious, fromPreviousOf] : [count, fromStartOf];
  return { part, whole, percent: percentOf(part, whole) };
}

/**
 * Draws groups by steps, as cells in shades of one colour: by their share, or by their count where there are no shares. A cell
 * that begins a row has none, and one of nothing no colour.
 * @param nameWidth for the names of the rows, in pixels
 * @param headWidth for a name of a step
 * @param legendLeft where the legend begins: in sight where the chart is scrolled
 */
export function heatChart(
  rows: readonly HeatRow[],
  steps: readonly string[],
  byCount: boolean,
  { nameWidth, headWidth, legendLeft }: { nameWidth: number; headWidth: number; legendLeft: number },
  colours: ChartColours,
): EChartsCoreOption {
  const most = Math.max(0, ...rows.flatMap(({ cells }) => cells.map(({ count }) => count)));
  const scale = (byCount ? countShades(most) : percentShades()).map((shade) => {
    const color = mixed(colours.surface, colours.info, shade.share);
    return { ...shade, color, ink: readableOn(color, [colours.ink, colours.surface]) };
  });
  const data = rows.flatMap(({ name, cells }, row) =>
    cells.map((cell, column) => {
      const { count, percent, lines } = cell;
      const value = byCount ? count : percent;
      const shade = count > 0 && value !== null ? scale.find(({ over, to }) => value > over && value <= to) : undefined;
      const head = `${name} · ${steps[column] ?? ''}`;
      return {
        value: [column, row, value ?? 0],
        says: [head, ...lines].join(' · '),
        lines: [head, ...lines],
        label: {
          formatter: label(count, byCount ? null : percent),
          color: count === 0 ? colours['ink-soft'] : (shade?.ink ?? colours.ink),
        },
        ...(!shade && {
          visualMap: false,
          itemStyle: { color: count > 0 ? colours.sunken : colours.ground },
        }),
      };
    }),
  );
  const axis = { type: 'category', axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } };
  return {
    grid: {
      top: heatLayout.top,
      left: nameWidth,
      right: 2,
      bottom: heatLayout.foot,
      outerBoundsMode: 'none',
    },
    xAxis: {
      ...axis,
      position: 'top',
      data: [...steps],
      axisLabel: {
        color: colours['ink-soft'],
        fontSize: 12,
        lineHeight: 15,
        interval: 0,
        width: headWidth,
        overflow: 'break',
      },
    },
    yAxis: {
      ...axis,
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLabel: { color: colours.ink, fontSize: 13, interval: 0, width: nameWidth - 12, overflow: 'truncate' },
    },
    visualMap: {
      type: 'piecewise',
      seriesIndex: 0,
      dimension: 2,
      orient: 'horizontal',
      left: legendLeft,
      bottom: 4,
      padding: 0,
      itemWidth: legendLeft > 0 ? 18 : 12,
      itemHeight: 14,
      itemGap: legendLeft > 0 ? 14 : 4,
      textGap: legendLeft > 0 ? 5 : 3,
      selectedMode: false,
      hoverLink: false,
      showLabel: true,
      textStyle: { color: colours.ink, fontSize: legendLeft > 0 ? 12 : 11 },
      pieces: scale.map(({ over, to, label, color }) => ({ gt: over, lte: to, label, color })),
    },
    tooltip: {
      confine: true,
      position: beside,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
      formatter: ({ data: { lines } }: { data: { lines: readonly string[] } }) => tip(lines),
    },
    series: [
      {
        type: 'heatmap',
        id: 'heat',
        data,
        itemStyle: { borderColor: colours.surface, borderWidth: 2, borderRadius: 4 },
        label: {
          show: true,
          rich: {
            n: { fontSize: 13, fontWeight: 600, lineHeight: 16 },
            p: { fontSize: 11, lineHeight: 13 },
          },
        },
        emphasis: { itemStyle: { borderColor: colours.ink, borderWidth: 2 } },
      },
    ],
  };
}

function label(count: number, percent: number | null): string {
  if (count === 0) return '0';
  return percent === null ? `{n|${count}}` : `{n|${count}}\n{p|${percent}%}`;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Below its cell, or above one that is far down: a tooltip never hides what it tells of. */
function beside(
  _point: unknown,
  _params: unknown,
  _dom: unknown,
  cell: Box | null | undefined,
  { contentSize: [width, height], viewSize }: { contentSize: [number, number]; viewSize: [number, number] },
): [number, number] | undefined {
  if (!cell) return undefined;
  const left = Math.max(0, Math.min(cell.x + (cell.width - width) / 2, viewSize[0] - width));
  const below = cell.y + cell.height + 6;
  return [left, below + height <= viewSize[1] ? below : cell.y - height - 6];
}

/** Names of people and departments are text, and never markup. */
function tip([head = '', ...rest]: readonly string[]): HTMLElement {
  const box = document.createElement('div');
  box.append(Object.assign(document.createElement('strong'), { textContent: head }));
  for (const line of rest) box.append(Object.assign(document.createElement('div'), { textContent: line }));
  return box;
}
