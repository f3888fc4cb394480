import {
  footField,
  type Locale,
  type ReportData,
  reportHeading,
  reportWords,
  tellReport,
  totalSpan,
  totalWord,
} from '@torch/contracts';
import { columnWeight, hasTotal, reportTables, type ReportTable, shownColumns, shownFigures } from '@torch/domain';
import type { Content, CustomTableLayout, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import { runsOf } from '../platform/pdf/fonts';

const red = '#b3261e';
const grey = '#57534e';
const numeric = new Set(['count', 'change', 'percent', 'decimal', 'money', 'figure']);

/** Points of a letter in a table. */
const tableSize = 8;
/** Lines of a text that fit on a page below the head of a table, even where every second one is all but empty. */
const surelyFit = 20;

/** Whether a text may be too tall for one page, at the breadth of a column: every letter taken as broad as a Chinese one. */
function isTall(text: string, width: number): boolean {
  const perLine = Math.max(1, Math.floor(width / tableSize));
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0) > surelyFit;
}

const said = (text: string, style: object = {}): Content => ({ text: runsOf(text), ...style });

/** A report on paper, A4 across: the same words and figures as in its other formats. */
export function reportDocument(data: ReportData, locale: Locale, rowsAtMost: number): TDocumentDefinitions {
  const words = reportWords[locale];
  const report = tellReport(data, locale, rowsAtMost);
  const field = (name: string) => report.fields[name]?.text ?? '';
  const cell = (text: string, style: object): TableCell => said(text, style) as TableCell;
  const side = (table: ReportTable, column: string) =>
    numeric.has((reportTables[table] as Record<string, string>)[column] ?? '') && column !== 'number'
      ? 'right'
      : 'left';

  const table = (name: ReportTable): Content => {
    const columns = shownColumns(name, 'page');
    const widths = widthsOf(columns.map(columnWeight));
    const rows = report.tables[name];
    const header = columns.map((column) =>
      cell(reportHeading(locale, data.currency, name, column), {
        bold: true,
        alignment: side(name, column),
        fillColor: '#f5f5f4',
      }),
    );
    const body = rows.map((row) =>
      columns.map((column) => cell(row[column]?.text ?? '', { alignment: side(name, column) })),
    );
    const span = totalSpan(name, columns);
    const foot = hasTotal(name)
      ? [
          columns.map((column, index): TableCell => {
            if (index > 0 && index < span) return {};
            const text =
              index === 0 ? totalWord(words, name, field(`${name}Count`)) : field(footField(name, column) ?? '');
            return {
              ...(cell(text, { bold: true, alignment: index === 0 ? 'left' : 'right' }) as object),
              ...(index === 0 && { colSpan: span }),
            } as TableCell;
          }),
        ]
      : [];
    return {
      layout: ruled,
      fontSize: tableSize,
      table: {
        headerRows: 1,
        // Kept together, a row that is higher than a page would be drawn beyond its edge.
        dontBreakRows: !rows.some((row) =>
          columns.some((column, at) => isTall(row[column]?.text ?? '', widths[at] ?? 1)),
        ),
        widths,
        body: [header, ...body, ...foot],
      },
    };
  };

  const section = (name: ReportTable): Content[] => [
    said(words.table[name], { style: 'heading', headlineLevel: 1 }),
    ...(words.about[name] ? [said(words.about[name], { color: grey, fontSize: 8, margin: [0, 0, 0, 3] })] : []),
    ...(report.tables[name].length > 0 ? [table(name)] : []),
    ...(field(`${name}Note`) ? [said(field(`${name}Note`), { color: grey, fontSize: 8.5, margin: [0, 3, 0, 0] })] : []),
  ];

  return {
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [36, 36, 36, 40],
    info: { title: `${field('title')} ${field('period')}` },
    defaultStyle: { font: 'Hans', fontSize: 9.5, lineHeight: 1.15, color: '#1c1917' },
    styles: { heading: { bold: true, fontSize: 12, color: red, margin: [0, 12, 0, 3] } },
    // No heading alone at the foot of a page.
    pageBreakBefore: (node, { getFollowingNodesOnPage }) =>
      node.headlineLevel === 1 && getFollowingNodesOnPage().length === 0,
    footer: (page, pages) => ({
      margin: [36, 10, 36, 0],
      columns: [
        said(`${words.confidential} · ${words.countedAt} ${field('countedAt')} (${field('timeZone')})`, {
          color: grey,
          fontSize: 7.5,
        }),
        said(words.page(page, pages), { alignment: 'right', color: grey, fontSize: 7.5 }),
      ],
    }),
    content: [
      said(field('zone'), { color: grey, alignment: 'center' }),
      said(field('title'), { bold: true, fontSize: 20, alignment: 'center', margin: [0, 2, 0, 2] }),
      said(field('period'), { fontSize: 11, alignment: 'center', margin: [0, 0, 0, 6] }),
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: 770, y2: 0, lineWidth: 1.2, lineColor: red }],
        margin: [0, 0, 0, 5],
      },
      said(
        (['reporter', 'department', 'scope', 'asOf', 'countedAt', 'unit'] as const)
          .map((name) => `${words.field[name]}${words.colon}${field(name)}`)
          .join(' · '),
        { color: grey, fontSize: 8.5 },
      ),
      said(words.keyFigures, { style: 'heading' }),
      figureGrid(shownFigures(data.kind).map(({ figure }) => [words.figure[figure], field(`${figure}Count`)])),
      ...data.sections.flatMap(section),
    ],
  };
}

const perRow = 7;

/** Figures as large numbers over their names. */
function figureGrid(figures: readonly (readonly [name: string, value: string])[]): Content {
  const empty: TableCell = { text: '' };
  const rows: TableCell[][] = [];
  for (let at = 0; at < figures.length; at += perRow) {
    const row: TableCell[] = figures.slice(at, at + perRow).map(([name, value]) => ({
      stack: [
        said(value, { bold: true, fontSize: 16, alignment: 'center' }),
        said(name, { color: grey, fontSize: 8, alignment: 'center' }),
      ],
    }));
    rows.push([...row, ...Array.from({ length: perRow - row.length }, () => empty)]);
  }
  return { layout: 'noBorders', table: { widths: Array.from({ length: perRow }, () => '*'), body: rows } };
}

/** The width between the margins shared out by weight, in points. */
function widthsOf(weights: readonly number[]): number[] {
  const padding = 8;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => ((770 - padding * weights.length) * weight) / all);
}

const ruled: CustomTableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#d6d3d1',
  paddingLeft: () => 4,
  paddingRight: () => 4,
};
