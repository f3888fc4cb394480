/** What a picture of a chart says above it, so that it can be checked wherever it is pasted. */
export interface ChartHead {
  title: string;
  /** Of which days it is, up to when it looks, by what it is narrowed. */
  lines: readonly string[];
}

/** In which colours and letters it says it. */
export interface HeadLook {
  ink: string;
  soft: string;
  surface: string;
  font: string;
}

export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

const edge = 16;
const titleSize = 16;
const lineSize = 12;
const leading = 1.5;

/** Letters as wide as they are high, which a line may end at: Chinese, Japanese, Korean. */
const wide = '\\u1100-\\u11ff\\u2e80-\\ua4cf\\uac00-\\ud7af\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uff60';
const pieces = new RegExp(`[${wide}]|[^${wide}\\s]+\\s*|\\s+`, 'gu');
const isWide = new RegExp(`[${wide}]`, 'u');
/** All others are taken for wider than they are on average: a line ends early rather than late. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + (isWide.test(letter) ? 1 : 0.6), 0) * size;

/** A text in lines that are no wider than so many pixels, as far as it can be broken. */
export function linesOf(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    if (line && widthOf(`${line}${piece}`.trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The drawing of a chart with its head above it. */
export function titled({ svg, width, height }: Drawing, head: ChartHead, look: HeadLook): Drawing {
  const room = width - 2 * edge;
  const rows = [
    ...linesOf(head.title, room, titleSize).map((text) => ({ text, size: titleSize, weight: 700, color: look.ink })),
    ...head.lines
      .flatMap((line) => linesOf(line, room, lineSize))
      .map((text) => ({ text, size: lineSize, weight: 400, color: look.soft })),
  ];
  let top = edge / 2;
  const texts = rows.map(({ text, size, weight, color }) => {
    top += size * leading;
    return `<text x="${edge}" y="${top}" font-size="${size}" font-weight="${weight}" fill="${color}">${escaped(text)}</text>`;
  });
  const above = Math.ceil(top + edge / 2);
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${above + height}" viewBox="0 0 ${width} ${above + height}"><rect width="100%" height="100%" fill="${look.surface}"/><g font-family="${escaped(look.font)}">${texts.join('')}</g><g transform="translate(0 ${above})">${svg}</g></svg>`,
    width,
    height: above + height,
  };
}
