const names = [
  'ground',
  'surface',
  'raised',
  'sunken',
  'line',
  'ink',
  'ink-soft',
  'accent',
  'good',
  'good-soft',
  'warn',
  'warn-soft',
  'bad',
  'bad-soft',
  'info',
  'info-soft',
] as const;
type Name = (typeof names)[number];

/** The page's colours and letters as they are now, for what is drawn and not styled. */
export type ChartColours = Record<Name, string> & { font: string };

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  return {
    ...(Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Record<
      Name,
      string
    >),
    // In the text of an SVG file it stands between double quotes.
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),
  };
}

/** Patterns that tell areas apart where colours do not; drawn in the given colour over the area's own. */
export const patterns = {
  stripes: (color: string) => ({ ...strokes(color, 5), rotation: -Math.PI / 4 }),
  lines: (color: string) => strokes(color, 4),
  dots: (color: string) => ({
    color,
    symbol: 'circle',
    symbolSize: 0.9,
    dashArrayX: [
      [5, 5],
      [0, 5, 5, 0],
    ],
    dashArrayY: [5, 0],
  }),
  bars: (color: string) => ({ ...strokes(color, 4), rotation: Math.PI / 2 }),
  checks: (color: string) => ({
    color,
    symbol: 'rect',
    symbolSize: 1,
    dashArrayX: [
      [4, 4],
      [0, 4, 4, 0],
    ],
    dashArrayY: [4, 0],
  }),
};

const strokes = (color: string, gap: number) => ({
  color,
  symbol: 'rect',
  symbolSize: 1,
  dashArrayX: [1, 0],
  dashArrayY: [2, gap],
});
