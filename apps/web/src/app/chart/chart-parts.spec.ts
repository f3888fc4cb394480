import { expect, it } from 'vitest';
import { type ChartPart, chartParts, nextPart } from './chart-parts';

const bars = {
  xAxis: { type: 'value' },
  yAxis: { type: 'category', data: ['Created', 'Signed'] },
  series: [
    { type: 'bar', id: 'open', name: 'Open', data: [3, '-'] },
    { type: 'bar', id: 'lost', name: 'Lost', data: [1, 2] },
    { type: 'bar', id: 'counts', silent: true, data: [0, 0] },
  ],
};
const lines = {
  xAxis: { type: 'category', data: ['May', 'June'] },
  yAxis: { type: 'value' },
  series: [{ type: 'line', id: 'signed', name: 'Signed', data: [0, 4] }],
};
const cells = {
  xAxis: { type: 'category', data: ['a', 'b'] },
  yAxis: { type: 'category', data: ['c', 'd'] },
  series: [
    {
      type: 'heatmap',
      id: 'heat',
      data: [
        { value: [0, 0, 5], says: 'a c' },
        { value: [1, 0, 5], says: 'b c' },
        { value: [0, 1, 5], says: 'a d' },
        { value: [1, 1, 5] },
      ],
    },
  ],
};
const flow = {
  series: [
    {
      type: 'sankey',
      data: [{ name: 'created' }],
      links: [
        { source: 'created', target: 'signed', value: 2, says: 'one' },
        { source: 'created', target: 'lost', value: 1, says: 'two' },
      ],
    },
  ],
};
const texts = (parts: readonly ChartPart[]) => parts.map(({ text }) => text);
/** What is said along the way of these keys. */
const walked = (option: object, ...keys: string[]) => {
  const parts = chartParts(option);
  let now: ChartPart | null = null;
  return keys.map((key) => (now = nextPart(parts, now, key))?.text);
};

it('are the pieces of bars that there are, the points of lines, cells that say something, and the bands of a flow', () => {
  expect(texts(chartParts(bars))).toEqual(['Created · Open 3', 'Created · Lost 1', 'Signed · Lost 2']);
  expect(texts(chartParts(lines))).toEqual(['May · Signed 0', 'June · Signed 4']);
  expect(texts(chartParts(cells))).toEqual(['a c', 'b c', 'a d']);
  expect(chartParts(flow).map(({ text, dataType }) => [text, dataType])).toEqual([
    ['one', 'edge'],
    ['two', 'edge'],
  ]);
});

it('tell what a click tells', () => {
  expect(chartParts(bars)[2]).toMatchObject({ seriesId: 'lost', seriesIndex: 1, dataIndex: 1 });
  expect(chartParts(flow)[1]?.data).toMatchObject({ source: 'created', target: 'lost' });
});

it('are reached by arrows, along a row and from row to row', () => {
  expect(walked(bars, 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp')).toEqual([
    'Created · Open 3',
    'Created · Lost 1',
    'Created · Lost 1',
    'Created · Open 3',
    'Signed · Lost 2',
    'Created · Lost 1',
  ]);
  expect(walked(cells, 'End', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'Home')).toEqual([
    'a d',
    'a c',
    'b c',
    'a d',
    'a c',
  ]);
});

it('are all reached where they stand in one row or column', () => {
  expect(walked(lines, 'ArrowRight', 'ArrowDown', 'ArrowUp')).toEqual([
    'May · Signed 0',
    'June · Signed 4',
    'May · Signed 0',
  ]);
  expect(walked(flow, 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowUp')).toEqual(['one', 'two', 'two', 'one']);
});

it('are left alone by other keys', () => {
  expect(walked(bars, 'Tab', 'a')).toEqual([undefined, undefined]);
});
