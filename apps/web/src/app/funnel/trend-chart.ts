import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from '../chart/chart-colours';

export interface TrendLine {
  id: string;
  name: string;
  values: number[];
}

const symbols = ['circle', 'rect', 'triangle', 'diamond'] as const;
const dashes = ['solid', 'dashed', 'dotted'] as const;

/** Draws lines over time, told apart by their colour, the shape of their points and their stroke. */
export function trendChart(
  points: readonly string[],
  lines: readonly TrendLine[],
  colours: ChartColours,
): EChartsCoreOption {
  const inks = [colours.info, colours.accent, colours.warn, colours.good, colours.bad, colours['ink-soft']];
  return {
    grid: { top: 16, left: 8, right: 16, bottom: 24 + 26 * Math.ceil(lines.length / 3), outerBoundsMode: 'same' },
    legend: {
      bottom: 0,
      left: 'center',
      itemWidth: 34,
      selectedMode: false,
      textStyle: { color: colours.ink, fontSize: 13 },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
    },
    xAxis: {
      type: 'category',
      data: [...points],
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { color: colours['ink-soft'], hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: colours['ink-soft'] },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: lines.map(({ id, name, values }, index) => {
      const color = inks[index % inks.length];
      return {
        type: 'line',
        id,
        name,
        data: values,
        color,
        symbol: symbols[index % symbols.length],
        symbolSize: 8,
        showAllSymbol: points.length <= 60,
        lineStyle: { color, width: 2, type: dashes[Math.floor(index / symbols.length) % dashes.length] },
        itemStyle: { color },
        emphasis: { scale: 1.6, itemStyle: { borderColor: colours.ink, borderWidth: 2 } },
      };
    }),
  };
}
