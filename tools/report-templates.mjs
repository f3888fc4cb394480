#!/usr/bin/env node
/**
 * Makes the report templates that come with the product, into apps/server/src/reports/templates: run it after a change of
 * their words or columns, look at what it has made, and commit it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  PageNumber,
  PageOrientation,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import ExcelJs from 'exceljs';
import PizZip from 'pizzip';
import PptxGenJs from 'pptxgenjs';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}apps/server/src/reports/templates`;
const vite = await createServer({
  configFile: `${root}apps/server/vite.config.ts`,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
});
const domain = await vite.ssrLoadModule(`${root}libs/domain/src/index.ts`);
const contracts = await vite.ssrLoadModule(`${root}libs/contracts/src/index.ts`);
await vite.close();
const {
  columnWeight,
  countedColumns,
  hasTotal,
  reportKinds,
  reportSections,
  reportSheets,
  reportTables,
  shownColumns,
  shownFigures,
  slideTable,
  slideTextOf,
} = domain;
const { columnWord, footField, reportWords, totalSpan, totalWord } = contracts;

const red = 'B3261E';
const grey = '57534E';
const light = 'F5F5F4';
const line = 'D6D3D1';

const numeric = new Set(['count', 'change', 'percent', 'decimal', 'money', 'figure']);
const isRight = (table, column) => numeric.has(reportTables[table][column]) && column !== 'number';
const heading = (words, table, column) =>
  reportTables[table][column] === 'money'
    ? words.withUnit(columnWord(words, table, column), '{unit}')
    : columnWord(words, table, column);

/** Figures of a kind, in the order of its sections. */
const figuresOf = (kind) => shownFigures(kind).map(({ figure }) => figure);

const meta = ['reporter', 'department', 'scope', 'asOf', 'countedAt', 'timeZone', 'unit'];
/** The same in one line. */
const metaLine = (words) =>
  ['reporter', 'department', 'scope', 'asOf', 'countedAt', 'unit']
    .map((name) => `${words.field[name]}${words.colon}{${name}}${name === 'countedAt' ? ' ({timeZone})' : ''}`)
    .join(' · ');
const chunk = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

/** A row that is repeated: the loop opens in its first cell and closes in its last. */
const looped = (table, columns) =>
  columns.map(
    (column, index) =>
      `${index === 0 ? `{#${table}}` : ''}{${column}}${index === columns.length - 1 ? `{/${table}}` : ''}`,
  );
/** The row of totals: the word of the total with the columns that it spans, then what stands below each. */
const totals = (words, table, columns) => {
  const span = totalSpan(table, columns);
  return [
    { text: totalWord(words, table, `{${table}Count}`), span, column: columns[0] },
    ...columns.slice(span).map((column) => {
      const field = footField(table, column);
      return { text: field ? `{${field}}` : '', span: 1, column };
    }),
  ];
};

// ── Word ──

const fonts = {
  zh: {
    body: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体', cs: 'Times New Roman' },
    head: { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体', cs: 'Arial' },
  },
  en: {
    body: { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: '宋体', cs: 'Calibri' },
    head: { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: '黑体', cs: 'Calibri' },
  },
};

async function word(kind, suffix, words) {
  const { body, head } = fonts[suffix];
  const width = 15_138;
  const run = (text, more = {}) => new TextRun({ text, font: body, size: 18, ...more });
  const paragraph = (children, more = {}) =>
    new Paragraph({ children: [children].flat(), spacing: { before: 0, after: 0 }, ...more });
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const ruled = { style: BorderStyle.SINGLE, size: 4, color: line };
  const cell = (content, cellWidth, { fill, bold, right, center, size = 17, font = body, borders, span } = {}) =>
    new TableCell({
      width: { size: cellWidth, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 40, bottom: 40, left: 70, right: 70 },
      ...(fill && { shading: { type: ShadingType.CLEAR, color: 'auto', fill } }),
      ...(borders && { borders }),
      ...(span > 1 && { columnSpan: span }),
      children: [content].flat().map((text) =>
        paragraph(typeof text === 'string' ? run(text, { bold, size, font }) : text, {
          alignment: right ? AlignmentType.RIGHT : center ? AlignmentType.CENTER : AlignmentType.LEFT,
        }),
      ),
    });
  const table = (rows, widths, borders) =>
    new Table({
      width: { size: widths.reduce((sum, each) => sum + each, 0), type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      alignment: AlignmentType.CENTER,
      borders,
      rows,
    });
  const lines = { top: ruled, bottom: ruled, left: none, right: none, insideHorizontal: ruled, insideVertical: none };
  const noLines = Object.fromEntries(Object.keys(lines).map((side) => [side, none]));

  const section = (name) => {
    const columns = shownColumns(name, 'page');
    const weights = columns.map(columnWeight);
    const all = weights.reduce((sum, each) => sum + each, 0);
    const widths = weights.map((weight) => Math.floor((width * weight) / all));
    const row = (texts, more, options = {}) =>
      new TableRow({
        cantSplit: true,
        ...more,
        children: texts.map((text, index) =>
          cell(text, widths[index], { ...options, right: isRight(name, columns[index]) }),
        ),
      });
    const totalRow = () => {
      let at = 0;
      return new TableRow({
        cantSplit: true,
        children: totals(words, name, columns).map(({ text, span, column }, index) => {
          const its = widths.slice(at, at + span).reduce((sum, each) => sum + each, 0);
          at += span;
          return cell(text, its, { bold: true, right: index > 0 && isRight(name, column), span });
        }),
      });
    };
    return [
      paragraph(new TextRun({ text: words.table[name], font: head, bold: true, size: 26, color: red }), {
        heading: HeadingLevel.HEADING_1,
        keepNext: true,
        spacing: { before: 260, after: 60 },
      }),
      ...(words.about[name]
        ? [
            paragraph(run(words.about[name], { color: grey, size: 16 }), {
              keepNext: true,
              spacing: { before: 0, after: 60 },
            }),
          ]
        : []),
      paragraph(run(`{#${name}Any}`)),
      table(
        [
          row(
            columns.map((column) => heading(words, name, column)),
            { tableHeader: true },
            { fill: light, bold: true, font: head },
          ),
          row(looped(name, columns), {}),
          ...(hasTotal(name) ? [totalRow()] : []),
        ],
        widths,
        lines,
      ),
      paragraph(run(`{/${name}Any}`)),
      paragraph(run(`{#${name}Note}`)),
      paragraph(run(`{${name}Note}`, { color: grey, size: 16 }), { spacing: { before: 60, after: 0 } }),
      paragraph(run(`{/${name}Note}`)),
    ];
  };

  const perRow = 7;
  const figureWidth = Math.floor(width / perRow);
  const figures = table(
    chunk(figuresOf(kind), perRow).map(
      (names) =>
        new TableRow({
          cantSplit: true,
          children: Array.from({ length: perRow }, (_, index) =>
            cell(
              names[index]
                ? [
                    new TextRun({ text: `{${names[index]}Count}`, font: head, bold: true, size: 34, color: red }),
                    new TextRun({ text: words.figure[names[index]], font: body, size: 16, color: grey }),
                  ]
                : '',
              figureWidth,
              { center: true, borders: { top: none, bottom: none, left: none, right: none } },
            ),
          ),
        }),
    ),
    Array.from({ length: perRow }, () => figureWidth),
    noLines,
  );

  const document = new Document({
    title: words.kind[kind],
    creator: 'Torch CRM',
    styles: { default: { document: { run: { font: body, size: 18 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11_906, height: 16_838, orientation: PageOrientation.LANDSCAPE },
            margin: { top: 900, bottom: 850, left: 850, right: 850, header: 450, footer: 450 },
          },
        },
        headers: {
          default: new Header({
            children: [paragraph(run(words.confidential, { color: grey, size: 15 }))],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              paragraph(
                new TextRun({
                  font: body,
                  size: 15,
                  color: grey,
                  children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
                }),
                { alignment: AlignmentType.RIGHT },
              ),
            ],
          }),
        },
        children: [
          paragraph(run('{zone}', { size: 20, color: grey }), { alignment: AlignmentType.CENTER }),
          paragraph(new TextRun({ text: '{title}', font: head, bold: true, size: 44 }), {
            heading: HeadingLevel.TITLE,
            alignment: AlignmentType.CENTER,
            spacing: { before: 0, after: 60 },
          }),
          paragraph(run('{period}', { size: 24 }), {
            alignment: AlignmentType.CENTER,
            spacing: { before: 0, after: 100 },
          }),
          paragraph(run(metaLine(words), { color: grey, size: 16 }), {
            alignment: AlignmentType.CENTER,
            border: { bottom: { style: BorderStyle.SINGLE, size: 10, color: red, space: 6 } },
            spacing: { before: 0, after: 160 },
          }),
          figures,
          ...reportSections[kind].flatMap(section),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

// ── PowerPoint ──

async function slides(kind, suffix, words) {
  const deck = new PptxGenJs();
  deck.layout = 'LAYOUT_WIDE';
  deck.title = words.kind[kind];
  deck.company = 'Torch CRM';
  const fontFace = suffix === 'zh' ? '微软雅黑' : 'Calibri';
  deck.theme = { headFontFace: fontFace, bodyFontFace: fontFace };
  deck.defineSlideMaster({
    title: 'PAGE',
    background: { color: 'FFFFFF' },
    objects: [
      { rect: { x: 0, y: 0, w: 13.33, h: 0.12, fill: { color: red } } },
      {
        text: {
          text: '{zone} · {title} · {period}',
          options: { x: 0.5, y: 7.05, w: 10.5, h: 0.3, fontSize: 9, color: grey, fontFace },
        },
      },
    ],
    slideNumber: { x: 12.2, y: 7.05, w: 0.7, h: 0.3, fontSize: 9, color: grey, align: 'right' },
  });

  const cover = deck.addSlide();
  cover.background = { color: red };
  cover.addText('{zone}', { x: 0.9, y: 1.7, w: 11.5, h: 0.5, fontSize: 20, color: 'FDE8E6', fontFace });
  cover.addText('{title}', { x: 0.9, y: 2.3, w: 11.5, h: 1.1, fontSize: 44, bold: true, color: 'FFFFFF', fontFace });
  cover.addText('{period}', { x: 0.9, y: 3.5, w: 11.5, h: 0.6, fontSize: 20, color: 'FFFFFF', fontFace });
  cover.addText(metaLine(words), {
    x: 0.9,
    y: 6.3,
    w: 11.5,
    h: 0.6,
    fontSize: 12,
    color: 'FDE8E6',
    fontFace,
  });

  const page = (title) => {
    const slide = deck.addSlide({ masterName: 'PAGE' });
    slide.addText(title, { x: 0.5, y: 0.25, w: 12.3, h: 0.55, fontSize: 24, bold: true, color: '1C1917', fontFace });
    return slide;
  };

  const figures = page(words.keyFigures);
  const perRow = 5;
  figuresOf(kind).forEach((name, index) => {
    const [x, y] = [0.5 + (index % perRow) * 2.5, 1.35 + Math.floor(index / perRow) * 1.8];
    figures.addShape('roundRect', {
      x,
      y,
      w: 2.3,
      h: 1.55,
      fill: { color: light },
      line: { color: line, width: 0.5 },
      rectRadius: 0.06,
    });
    figures.addText(`{${name}Count}`, {
      x,
      y: y + 0.15,
      w: 2.3,
      h: 0.75,
      fontSize: 34,
      bold: true,
      color: red,
      align: 'center',
      fontFace,
    });
    figures.addText(words.figure[name], {
      x,
      y: y + 0.92,
      w: 2.3,
      h: 0.4,
      fontSize: 13,
      color: grey,
      align: 'center',
      fontFace,
    });
  });

  for (const name of reportSections[kind]) {
    const slide = page(words.table[name]);
    const [fontSize, rowH] = slideTextOf(name);
    const { left: x, top, width: w } = slideTable;
    // Above the table, which grows with its texts: below, it would grow over the note.
    const lines = [words.about[name], `{#${name}Any}{${name}Note}{/${name}Any}`].filter(Boolean);
    slide.addText(
      lines.map((text) => ({ text, options: { breakLine: true } })),
      { x, y: 0.8, w, h: top - 0.8, fontSize: 11, color: grey, valign: 'top', fontFace },
    );
    const columns = shownColumns(name, 'slide');
    const weights = columns.map(columnWeight);
    const all = weights.reduce((sum, each) => sum + each, 0);
    const row = (texts, options = {}) =>
      texts.map((text, index) => ({
        text,
        options: {
          align: isRight(name, columns[index]) ? 'right' : 'left',
          valign: 'middle',
          fontFace,
          fontSize,
          ...options,
        },
      }));
    slide.addTable(
      [
        row(
          columns.map((column) => heading(words, name, column)),
          { bold: true, fill: { color: light }, color: grey },
        ),
        row(looped(name, columns)),
        ...(hasTotal(name)
          ? [
              totals(words, name, columns).map(({ text, span, column }, index) => ({
                text,
                options: {
                  align: index > 0 && isRight(name, column) ? 'right' : 'left',
                  valign: 'middle',
                  fontFace,
                  fontSize,
                  bold: true,
                  ...(span > 1 && { colspan: span }),
                },
              })),
            ]
          : []),
      ],
      {
        x,
        y: top,
        w,
        colW: weights.map((weight) => (w * weight) / all),
        rowH,
        margin: [0.03, 0.08, 0.03, 0.08],
        border: { type: 'solid', pt: 0.5, color: line },
      },
    );
    // Without rows there is no table, and the note stands where it would.
    const note = `{^${name}Any}{${name}Note}{/${name}Any}`;
    slide.addText(note, { x, y: top, w, h: 0.4, fontSize: 16, color: grey, fontFace });
  }
  // Packed anew: it packs nothing itself.
  return new PizZip(await deck.write({ outputType: 'nodebuffer' })).generate({
    type: 'nodebuffer',
    compression: 'DEFLATE',
  });
}

// ── Excel ──

/** Characters across a sheet: a few columns alone would be narrower than the title over them. */
const leastWidth = 100;

const letter = (index) => String.fromCharCode(65 + index);

async function sheets(kind, suffix, words) {
  const book = new ExcelJs.Workbook();
  book.creator = 'Torch CRM';
  book.created = book.modified = new Date('2026-01-01T00:00:00Z');
  const name = suffix === 'zh' ? '宋体' : 'Calibri';
  const headName = suffix === 'zh' ? '黑体' : 'Calibri';
  const thin = { style: 'thin', color: { argb: `FF${line}` } };
  const border = { top: thin, bottom: thin, left: thin, right: thin };
  const title = {
    font: { name: headName, size: 16, bold: true },
    alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
  };
  const small = {
    font: { name, size: 9, color: { argb: `FF${grey}` } },
    alignment: { wrapText: true, vertical: 'middle' },
  };
  const print = {
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    firstPageNumber: 1,
    horizontalCentered: true,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
  };
  // Each sheet counts its own pages, and says its name beside them: `&N` would be those of the whole book.
  const headerFooter = {
    oddFooter: `&L&9${words.confidential}&C&9&A&R&9${words.pageAlone('&P')}`,
  };

  const summary = book.addWorksheet(words.keyFigures, {
    pageSetup: { ...print, orientation: 'portrait' },
    headerFooter,
  });
  summary.columns = [{ width: 32 }, { width: 46 }];
  summary.mergeCells('A1:B1');
  summary.getCell('A1').value = '{title}';
  summary.getCell('A1').style = title;
  const rows = [
    ...['zone', 'period', ...meta, 'currency', 'beforeFrom', 'beforeTo'].map((field) => [
      words.field[field],
      `{${field}}`,
    ]),
    null,
    [words.keyFigures, ''],
    ...figuresOf(kind).map((figure) => [words.figure[figure], `{${figure}Count}`]),
  ];
  rows.forEach((row, index) => {
    if (!row) return;
    const at = summary.getRow(index + 2);
    row.forEach((value, column) => {
      const cell = at.getCell(column + 1);
      cell.value = value || null;
      const isHead = row[1] === '';
      cell.style = {
        font: { name: isHead ? headName : name, size: 11, bold: isHead || column === 0 },
        alignment: { horizontal: 'left', vertical: 'middle', wrapText: true },
        border,
        ...(isHead && { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${light}` } } }),
      };
    });
  });
  summary.views = [{ state: 'frozen', ySplit: 1 }];

  for (const table of reportSheets[kind]) {
    const columns = shownColumns(table, 'sheet');
    const span = totalSpan(table, columns);
    const sheet = book.addWorksheet(words.table[table].replace(/[\\/*?:[\]]/g, ' ').slice(0, 31), {
      pageSetup: { ...print, printTitlesRow: '3:3' },
      headerFooter,
      views: [{ state: 'frozen', ySplit: 3, xSplit: columns[0] === 'number' ? 1 : 0 }],
    });
    const widths = columns.map((column) =>
      Math.max(['money', 'figure'].includes(reportTables[table][column]) ? 15 : 6, columnWeight(column) * 1.05),
    );
    const stretch = Math.max(1, leastWidth / widths.reduce((sum, each) => sum + each, 0));
    sheet.columns = widths.map((width) => ({ width: width * stretch }));
    const last = letter(columns.length - 1);
    sheet.mergeCells(`A1:${last}1`);
    sheet.getCell('A1').value = `{title} · ${words.table[table]}`;
    sheet.getCell('A1').style = title;
    sheet.mergeCells(`A2:${last}2`);
    sheet.getCell('A2').value =
      `{period}    ${words.field.reporter} {reporter}    ${words.field.countedAt} {countedAt}` +
      (words.about[table] ? `\n${words.about[table]}` : '');
    sheet.getCell('A2').style = small;
    columns.forEach((column, index) => {
      const right = isRight(table, column);
      const head = sheet.getCell(3, index + 1);
      // The head and the total are left out with the rows.
      head.value = `${index === 0 ? `{${table}Any}` : ''}${heading(words, table, column)}`;
      head.style = {
        font: { name: headName, size: 10, bold: true },
        fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${light}` } },
        alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
        border,
      };
      const body = sheet.getCell(4, index + 1);
      body.value = `{${table}.${column}}`;
      body.style = {
        font: { name, size: 10 },
        alignment: {
          horizontal: right ? 'right' : column === 'number' ? 'center' : 'left',
          vertical: 'middle',
          wrapText: !right,
        },
        border,
      };
      if (!hasTotal(table)) return;
      const foot = sheet.getCell(5, index + 1);
      foot.value =
        index === 0
          ? `{${table}Any}${table in countedColumns ? words.total : words.totalShown}`
          : footField(table, column)
            ? { formula: `SUM(${letter(index)}4:${letter(index)}4)` }
            : null;
      foot.style = {
        font: { name, size: 10, bold: true },
        alignment: { horizontal: right ? 'right' : 'left', vertical: 'middle' },
        border,
        // A sum of nothing is none.
        ...(reportTables[table][column] === 'money' && { numFmt: '#,##0.00;-#,##0.00;"—"' }),
      };
    });
    if (hasTotal(table) && span > 1) sheet.mergeCells(`A5:${letter(span - 1)}5`);
    const note = hasTotal(table) ? 6 : 5;
    sheet.mergeCells(`A${note}:${last}${note}`);
    sheet.getCell(`A${note}`).value = `{${table}Note}`;
    sheet.getCell(`A${note}`).style = small;
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

await mkdir(folder, { recursive: true });
for (const kind of reportKinds)
  for (const [suffix, locale] of [
    ['zh', 'zh-CN'],
    ['en', 'en'],
  ]) {
    const words = reportWords[locale];
    await writeFile(`${folder}/${kind}.${suffix}.docx`, await word(kind, suffix, words));
    await writeFile(`${folder}/${kind}.${suffix}.pptx`, await slides(kind, suffix, words));
    await writeFile(`${folder}/${kind}.${suffix}.xlsx`, await sheets(kind, suffix, words));
  }
console.log(`templates in ${folder}`);
