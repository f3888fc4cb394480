import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from '../chart/chart-colours';

/** One part of every bar. */
export interface BarPart {
  id: string;
  name: string;
  values: readonly number[];
  /** How it is filled. */
  look: object;
}

const bar = 26;
export const barsHeight = (rows: number): number => rows * 34 + 64;

/** An area that a pattern tells from others where its colour does not. */
export const patterned = (color: string, edge: string, pattern: (color: string) => object) => ({
  color,
  borderColor: edge,
  borderWidth: 1,
  decal: pattern(edge),
});

/**
 * Draws a bar for each row, from above to below, made of parts.
 * @param endText what stands at the end of a row's bar
 */
export function stackedBars(
  rows: readonly string[],
  parts: readonly BarPart[],
  endText: (row: number) => string,
  colours: ChartColours,
): EChartsCoreOption {
  const series = parts.map(({ id, name, values, look }) => ({
    type: 'bar',
    stack: 'all',
    id,
    name,
    // Of nothing not even an edge is drawn.
    data: values.map((value) => value || '-'),
    barWidth: bar,
    itemStyle: look,
    emphasis: { itemStyle: { borderColor: colours.ink, borderWidth: 2 } },
  }));
  return {
    // On a phone the legend takes three lines, and the numbers at the bars have to do.
    media: [
      {
        query: { maxWidth: 560 },
        option: { grid: { right: 76, bottom: 76 }, xAxis: { axisLabel: { show: false } } },
      },
      { option: { grid: { right: 92, bottom: 36 }, xAxis: { axisLabel: { show: true } } } },
    ],
    grid: { top: 8, left: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: {
      bottom: 0,
      left: 'center',
      data: parts.map(({ name }) => name),
      itemWidth: 22,
      selectedMode: false,
      textStyle: { color: colours.ink, fontSize: 13 },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
    },
    xAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: colours['ink-soft'], hideOverlap: true },
      splitLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...rows],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.ink, fontSize: 13 },
    },
    series: [
      ...series,
      {
        type: 'bar',
        stack: 'all',
        id: 'counts',
        data: rows.map(() => 0),
        silent: true,
        tooltip: { show: false },
        label: {
          show: true,
          position: 'right',
          color: colours.ink,
          fontSize: 13,
          formatter: ({ dataIndex }: { dataIndex: number }) => endText(dataIndex),
        },
      },
    ],
  };
}
