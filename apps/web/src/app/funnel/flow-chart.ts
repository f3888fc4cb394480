import type { FunnelFlow } from '@torch/contracts';
import { type FlowSource, type FlowTarget, funnelSteps } from '@torch/domain';
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from '../chart/chart-colours';

type Link = FunnelFlow['links'][number];
/** Whoever comes back from beside the road comes from another place than that to which others go: a drawing of flows has no circles. */
const sourceNode = (source: FlowSource) => (source === 'onHold' || source === 'lost' ? `from ${source}` : source);

/**
 * Draws moves as bands as wide as their counts, from left to right; on a phone from above to below. A number belongs to a
 * band alone: what came to a step and what left it differ, and neither is how many stand there.
 */
export function flowChart(
  links: readonly Link[],
  names: { source: (source: FlowSource) => string; target: (target: FlowTarget) => string },
  colours: ChartColours,
  isNarrow: boolean,
): EChartsCoreOption {
  const texts = new Map<string, string>();
  for (const { from, to } of links) {
    texts.set(sourceNode(from), names.source(from));
    texts.set(to, names.target(to));
  }
  const begun = new Set(links.map(({ from }) => sourceNode(from)));
  const colourOf = (node: string) => {
    if ((funnelSteps as readonly string[]).includes(node)) return colours.info;
    if (node.endsWith('lost')) return colours.bad;
    if (node.endsWith('onHold')) return colours.warn;
    return node === 'back' ? colours['ink-soft'] : colours.good;
  };
  return {
    tooltip: {
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
      formatter: ({ data }: { data: { says?: string; name?: string } }) =>
        data.says ?? texts.get(data.name ?? '') ?? '',
    },
    series: [
      {
        type: 'sankey',
        orient: isNarrow ? 'vertical' : 'horizontal',
        nodeAlign: 'justify',
        draggable: false,
        top: isNarrow ? 24 : 12,
        bottom: isNarrow ? 48 : 24,
        left: 12,
        right: isNarrow ? 12 : 110,
        nodeWidth: 14,
        // Names stand above and below the nodes there: they need room beside each other.
        nodeGap: isNarrow ? 44 : 12,
        data: [...texts.keys()].map((name) => ({
          name,
          itemStyle: { color: colourOf(name), borderColor: colours.surface },
          ...(isNarrow && !begun.has(name) && { label: { position: 'bottom' } }),
        })),
        links: links.map(({ from, to, count }) => ({
          source: sourceNode(from),
          target: to,
          value: count,
          says: `${names.source(from)} → ${names.target(to)} ${count}`,
          lineStyle: { color: colourOf(to), opacity: 0.35 },
        })),
        label: {
          color: colours.ink,
          fontSize: isNarrow ? 11 : 12,
          position: isNarrow ? 'top' : 'right',
          lineHeight: 15,
          ...(!isNarrow && { width: 76, overflow: 'break' }),
          formatter: ({ name }: { name: string }) => texts.get(name) ?? name,
        },
        emphasis: { focus: 'adjacency' },
      },
    ],
  };
}
