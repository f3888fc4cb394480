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
/** Characters of a note that is kept with the last row: a few lines across the page. */
const brief = 500;

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

  const table = (name: ReportTable): Content[] => {
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
    const body = rows.map((row, at) =>
      columns.map((column, first) => ({
        ...(cell(row[column]?.text ?? '', { alignment: side(name, column) }) as object),
        ...(at === 0 && first === 0 && { id: firstOf(name) }),
      })),
    ) as TableCell[][];
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
    const common = { fontSize: tableSize };
    const shape = { headerRows: 1, widths };
    // Kept together, a row that is higher than a page would be drawn beyond its edge.
    if (rows.some((row) => columns.some((column, at) => isTall(row[column]?.text ?? '', widths[at] ?? 1))))
      return [{ ...common, layout: ruled(), table: { ...shape, body: [header, ...body, ...foot] } }, ...note(name)];
    const isBrief = field(`${name}Note`).length <= brief;
    const end = closing([...body.splice(-1), ...foot], widths, isBrief ? note(name) : []);
    return [
      {
        ...common,
        layout: ruled('below'),
        table: { ...shape, dontBreakRows: true, keepWithHeaderRows: 1, body: [header, ...body, end] },
      },
      ...(isBrief ? [] : note(name)),
    ];
  };

  const note = (name: ReportTable): Content[] => {
    const text = field(`${name}Note`);
    // Without rows it is what the heading is followed by.
    const id = report.tables[name].length > 0 ? {} : { id: firstOf(name) };
    return text ? [said(text, { color: grey, fontSize: 8.5, margin: [0, 3, 0, 0], ...id })] : [];
  };

  const section = (name: ReportTable): Content[] => [
    said(words.table[name], { style: 'heading', headlineLevel: 1, id: name }),
    ...(words.about[name] ? [said(words.about[name], { color: grey, fontSize: 8, margin: [0, 0, 0, 3] })] : []),
    ...(report.tables[name].length > 0 ? table(name) : note(name)),
  ];

  return {
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [36, 36, 36, 40],
    info: { title: `${field('title')} ${field('period')}` },
    defaultStyle: { font: 'Hans', fontSize: 9.5, lineHeight: 1.15, color: '#1c1917' },
    styles: { heading: { bold: true, fontSize: 12, color: red, margin: [0, 12, 0, 3] } },
    // A heading stands on the page of what it is followed by; of the rows in a table only one with a name tells its page.
    pageBreakBefore: ({ headlineLevel, id = '' }, { getFollowingNodesOnPage }) =>
      headlineLevel === 1 && !getFollowingNodesOnPage().some((node) => node.id === firstOf(id)),
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
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => ((770 - 2 * aside * weights.length) * weight) / all);
}

/** The name of what follows a heading: the first row of its table, or the line that stands for none. */
const firstOf = (section: string): string => `${section}-first`;

/** The last row of a table as one with what must not stand on the next page without it: its total, and what is said below. */
function closing(rows: TableCell[][], widths: number[], note: Content[]): TableCell[] {
  const table: Content = { layout: ruled('above'), table: { widths, body: rows } };
  // Its cells have the padding: that of the one around them is taken back.
  const cell = { colSpan: widths.length, stack: [table, ...note], margin: [-aside, -above, -aside, -above] };
  return [cell as TableCell, ...widths.slice(1).map(() => ({}))];
}

const [aside, above] = [4, 2];

/** Lines between rows, and around them but where another table has one. */
const ruled = (without?: 'above' | 'below'): CustomTableLayout => ({
  hLineWidth: (index, { table }) =>
    (without === 'above' && index === 0) || (without === 'below' && index === table.body.length) ? 0 : 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#d6d3d1',
  paddingLeft: () => aside,
  paddingRight: () => aside,
  paddingTop: () => above,
  paddingBottom: () => above,
});
