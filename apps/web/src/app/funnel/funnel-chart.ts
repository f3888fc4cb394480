import type { FunnelStepFigures } from '@torch/contracts';
import type { FunnelPart, FunnelStep, FunnelView } from '@torch/domain';
import type { EChartsCoreOption } from 'echarts/core';
import { type ChartColours, patterns } from '../chart/chart-colours';
import { percentText } from './percent';

/** One part of every bar. */
export interface ChartPart {
  part: FunnelPart;
  name: string;
  values: number[];
}

/**
 * The bars of a funnel: of the leads that reached a step, where each stands now. The parts of a bar add up to its count; in a
 * snapshot what has left the road is beside it.
 * @param timed whether some who stand at a step have had all their time
 */
export function chartParts(
  view: FunnelView,
  steps: readonly FunnelStepFigures[],
  timed: boolean,
  words: { beyond: string; open: string; late: string; onHold: string; lost: string; movedBack: string },
): ChartPart[] {
  const part = (name: string, of: FunnelPart, value: (step: FunnelStepFigures) => number): ChartPart => ({
    part: of,
    name,
    values: steps.map(value),
  });
  const left = [part(words.onHold, 'onHold', ({ onHold }) => onHold), part(words.lost, 'lost', ({ lost }) => lost)];
  if (view === 'snapshot') return [part(words.open, 'reached', ({ count }) => count), ...left];
  return [
    // They are some of those that reached the step: it opens all of them.
    part(
      words.beyond,
      'reached',
      ({ count, open, onHold, lost, movedBack }) => count - open - onHold - lost - movedBack,
    ),
    part(words.open, 'undecided', ({ undecided }) => undecided),
    ...(timed ? [part(words.late, 'open', ({ open, undecided }) => open - undecided)] : []),
    ...left,
    part(words.movedBack, 'movedBack', ({ movedBack }) => movedBack),
  ];
}

/** What stands at the end of a bar: how many, and how many of those of the step before. */
export const barText = ({ count, fromPrevious, fromPreviousOf }: FunnelStepFigures): string =>
  fromPreviousOf ? `${count} · ${percentText(fromPrevious, fromPreviousOf)}` : String(count);

const bar = 26;
export const chartHeight = (steps: number): number => steps * 34 + 64;

/** Draws the bars, from the first step down. */
export function funnelChart(
  steps: readonly FunnelStepFigures[],
  names: (step: FunnelStep) => string,
  parts: readonly ChartPart[],
  colours: ChartColours,
): EChartsCoreOption {
  const looks: Partial<Record<string, object>> = {
    reached: { color: colours.info },
    undecided: look(colours['info-soft'], colours.info, patterns.stripes),
    open: look(colours.surface, colours.info, patterns.dots),
    onHold: look(colours['warn-soft'], colours.warn, patterns.lines),
    lost: look(colours['bad-soft'], colours.bad, patterns.checks),
    movedBack: look(colours.sunken, colours['ink-soft'], patterns.bars),
  };
  const series = parts.map(({ part, name, values }) => ({
    type: 'bar',
    stack: 'funnel',
    id: part,
    name,
    // Of nothing not even an edge is drawn.
    data: values.map((value) => value || '-'),
    barWidth: bar,
    itemStyle: looks[part],
    emphasis: { disabled: true },
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
      data: steps.map(({ step }) => names(step)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.ink, fontSize: 13 },
    },
    series: [
      ...series,
      {
        type: 'bar',
        stack: 'funnel',
        id: 'counts',
        data: steps.map(() => 0),
        silent: true,
        tooltip: { show: false },
        label: {
          show: true,
          position: 'right',
          color: colours.ink,
          fontSize: 13,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const figures = steps[dataIndex];
            return figures ? barText(figures) : '';
          },
        },
      },
    ],
  };
}

const look = (color: string, edge: string, pattern: (color: string) => object) => ({
  color,
  borderColor: edge,
  borderWidth: 1,
  decal: pattern(edge),
});
