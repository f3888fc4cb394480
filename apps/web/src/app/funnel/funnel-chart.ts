import type { FunnelStepFigures } from '@torch/contracts';
import type { FunnelPart, FunnelStep, FunnelView } from '@torch/domain';
import type { EChartsCoreOption } from 'echarts/core';
import { type ChartColours, patterns } from '../chart/chart-colours';
import { percentText } from './percent';
import { patterned, stackedBars } from './stacked-bars';

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
    part(words.beyond, 'beyond', ({ beyond }) => beyond),
    part(words.open, 'undecided', ({ undecided }) => undecided),
    ...(timed ? [part(words.late, 'late', ({ late }) => late)] : []),
    ...left,
    part(words.movedBack, 'movedBack', ({ movedBack }) => movedBack),
  ];
}

/** What stands at the end of a bar: how many, and how many of those of the step before. */
export const barText = ({ count, fromPrevious, fromPreviousOf }: FunnelStepFigures): string =>
  fromPreviousOf ? `${count} · ${percentText(fromPrevious, fromPreviousOf)}` : String(count);

/** Draws the bars, from the first step down. */
export function funnelChart(
  steps: readonly FunnelStepFigures[],
  names: (step: FunnelStep) => string,
  parts: readonly ChartPart[],
  colours: ChartColours,
): EChartsCoreOption {
  const looks: Partial<Record<string, object>> = {
    reached: { color: colours.info },
    beyond: { color: colours.info },
    undecided: patterned(colours['info-soft'], colours.info, patterns.stripes),
    late: patterned(colours.surface, colours.info, patterns.dots),
    onHold: patterned(colours['warn-soft'], colours.warn, patterns.lines),
    lost: patterned(colours['bad-soft'], colours.bad, patterns.checks),
    movedBack: patterned(colours.sunken, colours['ink-soft'], patterns.bars),
  };
  return stackedBars(
    steps.map(({ step }) => names(step)),
    parts.map(({ part, name, values }) => ({ id: part, name, values, look: looks[part] ?? {} })),
    (row) => {
      const figures = steps[row];
      return figures ? barText(figures) : '';
    },
    colours,
  );
}
