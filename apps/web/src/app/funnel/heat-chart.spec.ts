import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type ChartColours, contrast } from '../chart/chart-colours';
import { chartParts } from '../chart/chart-parts';
import { countShades, heatChart, type HeatRow, percentShades } from './heat-chart';

/** The colours of the page, as they are styled. */
const themes = (() => {
  const [, light = '', dark = ''] = readFileSync('src/styles.css', 'utf8').split(/:root[^{]*\{/);
  const colours = (block: string) =>
    Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name, value]) => [name, value]));
  return [colours(light), { ...colours(light), ...colours(dark) }] as unknown as ChartColours[];
})();
const widths = { nameWidth: 90, headWidth: 60, legendLeft: 90 };
const row: HeatRow = {
  name: '2026-03',
  cells: [
    { count: 27, percent: null, lines: ['27 leads'] },
    ...[0, 1, 5, 6, 15, 30, 50, 75, 76, 100].map((percent) => ({
      count: percent,
      percent,
      lines: [`${percent} leads`, `${percent}%`],
    })),
  ],
};
interface Drawing {
  series: [
    { data: { visualMap?: false; label: { color: string; formatter: string }; itemStyle?: { color: string } }[] },
  ];
  visualMap: { pieces: { gt: number; lte: number; color: string }[] };
  tooltip: { formatter: (of: object) => HTMLElement };
}
const draw = (colours: ChartColours, byCount = false) =>
  heatChart(
    [row],
    row.cells.map((_, index) => `step ${index}`),
    byCount,
    widths,
    colours,
  ) as unknown as Drawing;

it('has words that can be read on every shade, light and dark', () => {
  expect(themes).toHaveLength(2);
  for (const colours of themes)
    for (const byCount of [false, true]) {
      const { series, visualMap } = draw(colours, byCount);
      series[0].data.forEach(({ label, itemStyle }, index) => {
        const { count = 0, percent = 0 } = row.cells[index] ?? {};
        const value = byCount ? count : (percent ?? 0);
        const shade = visualMap.pieces.find(({ gt, lte }) => value > gt && value <= lte);
        expect(contrast(label.color, itemStyle?.color ?? shade?.color ?? '')).toBeGreaterThanOrEqual(4.5);
      });
    }
});

it('shows how many and how large a share, and of nothing neither colour nor share', () => {
  const [colours] = themes as [ChartColours];
  const [first, nothing, little] = draw(colours).series[0].data;
  expect(first).toMatchObject({ visualMap: false, label: { formatter: '{n|27}' } });
  expect(nothing).toMatchObject({ visualMap: false, itemStyle: { color: colours.ground } });
  expect(little).toMatchObject({ label: { formatter: '{n|1}\n{p|1%}' } });
  expect(little?.visualMap).toBeUndefined();
});

it('says of a cell where it is and what it counts, as text and not as markup', () => {
  const [colours] = themes as [ChartColours];
  const named = heatChart([{ ...row, name: '<b>Fang</b>' }], ['Created'], false, widths, colours);
  const { series, tooltip } = named as unknown as Drawing;
  expect(chartParts(named)[0]?.text).toBe('<b>Fang</b> · Created · 27 leads');
  const box = tooltip.formatter({ data: series[0].data[0]! });
  expect(box.querySelector('b')).toBeNull();
  expect(box.textContent).toBe('<b>Fang</b> · Created27 leads');
});

it('has shades without a gap, of percents up to all and of counts up to the most', () => {
  const whole = (shades: { over: number; to: number }[]) =>
    shades.every(({ over }, at) => over === (shades[at - 1]?.to ?? 0));
  expect(percentShades().map(({ label }) => label)).toEqual(['≤ 5%', '5–15%', '15–30%', '30–50%', '50–75%', '> 75%']);
  expect(countShades(37).map(({ label }) => label)).toEqual(['1', '2', '3–5', '6–10', '11–20', '21–37']);
  expect(countShades(1).map(({ label }) => label)).toEqual(['1']);
  expect(countShades(0).map(({ label }) => label)).toEqual(['1']);
  for (const most of [1, 2, 3, 9, 10, 11, 640, 12_000]) {
    const shades = countShades(most);
    expect(whole(shades)).toBe(true);
    expect(shades.at(-1)?.to).toBe(most);
    expect(shades.length).toBeLessThanOrEqual(6);
  }
  expect(whole(percentShades())).toBe(true);
});
