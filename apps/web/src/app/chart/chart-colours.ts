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

/** A colour between two, both as #rrggbb. @param share of the second, from nothing to 1 */
export function mixed(one: string, other: string, share: number): string {
  const [from, to] = [channels(one), channels(other)];
  const mix = from.map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share));
  return `#${mix.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** By how much two colours differ in light, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Of these colours for words the one that is read best on a ground. */
export const readableOn = (ground: string, inks: readonly [string, ...string[]]): string =>
  inks.reduce((best, ink) => (contrast(ink, ground) > contrast(best, ground) ? ink : best));

const channels = (color: string): number[] =>
  [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16) || 0);

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
