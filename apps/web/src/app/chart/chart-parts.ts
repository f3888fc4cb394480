import type { EChartsCoreOption } from 'echarts/core';

/** A part of a chart that can be marked and opened: a piece of a bar, a point, a cell, a tile or a band. */
export interface ChartPart {
  seriesIndex: number;
  seriesId: string;
  dataIndex: number;
  /** Of a flow, whose bands are parts and whose nodes are not. */
  dataType?: 'edge';
  /** As the option has it. */
  data: unknown;
  /** Where it stands among the others, from the left and from above. */
  column: number;
  row: number;
  /** In the units of the axes; a flow has none. */
  at?: readonly [number, number];
  /** What it says. */
  text: string;
}

interface Axis {
  type?: string;
  data?: readonly string[];
}
interface Series {
  type: string;
  id?: string;
  name?: string;
  silent?: boolean;
  data?: readonly unknown[];
  links?: readonly unknown[];
}
/** Data that says itself what it stands for; where numbers alone would not, it has to. */
interface Saying {
  says?: string;
  value?: unknown;
}

/** The parts of a chart, in the order in which they are read. */
export function chartParts(option: EChartsCoreOption): ChartPart[] {
  const { xAxis, yAxis, series = [] } = option as { xAxis?: Axis; yAxis?: Axis; series?: readonly Series[] };
  return series
    .flatMap((each, seriesIndex) => {
      if (each.silent) return [];
      const isFlow = each.type === 'sankey';
      return ((isFlow ? each.links : each.data) ?? []).flatMap((data, dataIndex): ChartPart[] => {
        const { says, value = data } = (typeof data === 'object' && data !== null ? data : {}) as Saying;
        const part = { seriesIndex, seriesId: each.id ?? '', dataIndex, data };
        if (isFlow) return says ? [{ ...part, dataType: 'edge', column: 0, row: dataIndex, text: says }] : [];
        if (Array.isArray(value)) {
          const [column, row] = value as [number, number];
          return says ? [{ ...part, column, row, at: [column, row], text: says }] : [];
        }
        // Of nothing a bar has no piece.
        if (typeof value !== 'number') return [];
        const isAcross = yAxis?.type === 'category';
        const name = (isAcross ? yAxis : xAxis)?.data?.[dataIndex] ?? '';
        const text = says ?? `${name} · ${each.name ?? ''} ${value}`;
        return isAcross
          ? [{ ...part, column: seriesIndex, row: dataIndex, at: [value, dataIndex], text }]
          : [{ ...part, column: dataIndex, row: seriesIndex, at: [dataIndex, value], text }];
      });
    })
    .sort((one, other) => one.row - other.row || one.column - other.column);
}

/**
 * To which part a key leads: along the row, or to the nearest of the next row; in a single row or column any arrow leads on.
 * @param now none at first
 * @returns null for a key that does not move
 */
export function nextPart(parts: readonly ChartPart[], now: ChartPart | null, key: string): ChartPart | null {
  const ahead = key === 'ArrowRight' || key === 'ArrowDown';
  if (key === 'Home') return parts[0] ?? null;
  if (key === 'End') return parts.at(-1) ?? null;
  if (!ahead && key !== 'ArrowLeft' && key !== 'ArrowUp') return null;
  if (!now) return parts[0] ?? null;
  const along = key === 'ArrowRight' || key === 'ArrowLeft' ? 'column' : 'row';
  const across = along === 'column' ? 'row' : 'column';
  const beyond = (part: ChartPart) => (ahead ? part[along] - now[along] : now[along] - part[along]);
  const way = (part: ChartPart) => beyond(part) * 1_000 + Math.abs(part[across] - now[across]);
  if (parts.every((part) => part[along] === now[along])) return parts[parts.indexOf(now) + (ahead ? 1 : -1)] ?? now;
  const reached = parts.filter((part) => beyond(part) > 0 && (along === 'row' || part.row === now.row));
  if (reached.length > 0) return reached.reduce((best, part) => (way(part) < way(best) ? part : best));
  // The only one of its row: sideways there is nothing, but he is not stuck.
  return along === 'column' && !parts.some((part) => part !== now && part.row === now.row)
    ? (parts[parts.indexOf(now) + (ahead ? 1 : -1)] ?? now)
    : now;
}
