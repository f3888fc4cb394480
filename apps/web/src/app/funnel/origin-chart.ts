import type { CustomSeriesRenderItem } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from '../chart/chart-colours';
import type { OriginMap } from './origin-layout';

/** Narrow tiles are higher: their names take several lines. */
export const originHeight = ({ rows, columns }: OriginMap): number => rows * (columns > 3 ? 84 : 108) + 16;

/** How dark the darkest tile is; any darker, and the words on it would be hard to read. */
const darkest = 0.34;

/** Draws the regions as tiles: the name, the count, a bar as long as the count, and a tint as dark. */
export function originChart(
  { tiles, columns, rows }: OriginMap,
  facts: (code: string | null) => { name: string; count: number | null },
  colours: ChartColours,
): EChartsCoreOption {
  const told = tiles.map((tile) => ({ ...tile, ...facts(tile.code) }));
  const most = Math.max(1, ...told.map(({ count }) => count ?? 0));
  const axis = { type: 'value', min: 0, show: false };
  const renderItem: CustomSeriesRenderItem = (params, api) => {
    const tile = told[params.dataIndex];
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    const [width = 0, height = 0] = api.size?.([1, 1]) as number[];
    if (!tile) return null;
    const share = (tile.count ?? 0) / most;
    const box = { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
    const line = { x: box.x + 10, y: box.y + box.height - 14, height: 5 };
    const words = (text: string, top: number, style: object) => ({
      type: 'text' as const,
      style: { text, x: box.x + 10, y: box.y + top, width: box.width - 20, overflow: 'break' as const, ...style },
    });
    const rect = (shape: object, style: object) => ({ type: 'rect' as const, shape: shape as never, style });
    const isZone = tile.code === null;
    return {
      type: 'group',
      children: [
        rect({ ...box, r: 8 }, { fill: isZone ? colours.sunken : colours.surface, stroke: colours.line, lineWidth: 1 }),
        rect({ ...box, r: 8 }, { fill: colours.info, opacity: Math.sqrt(share) * darkest }),
        { ...rect({ ...box, r: 8 }, { fill: 'none' }), emphasis: { style: { stroke: colours.ink, lineWidth: 2 } } },
        words(tile.name, 9, { fill: colours.ink, font: `13px ${colours.font}`, lineHeight: 16 }),
        ...(tile.count === null
          ? []
          : [
              words(String(tile.count), box.height - 38, { fill: colours.ink, font: `bold 15px ${colours.font}` }),
              rect({ ...line, width: (box.width - 20) * share }, { fill: colours.info }),
            ]),
      ],
    };
  };
  return {
    grid: { top: 8, right: 4, bottom: 8, left: 4 },
    xAxis: { ...axis, max: columns },
    yAxis: { ...axis, max: rows, inverse: true },
    series: [
      {
        type: 'custom',
        id: 'origin',
        renderItem,
        data: told.map(({ column, row, name, count }) => ({
          value: [column, row],
          ...(count !== null && { says: `${name} ${count}` }),
        })),
      },
    ],
  };
}
