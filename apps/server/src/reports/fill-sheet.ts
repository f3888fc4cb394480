import type { ToldCell, ToldReport } from '@torch/contracts';
import type Excel from 'exceljs';
import { isReportTable, type ReportTable, reportTables, templateConditions, templateFields } from '@torch/domain';
import { sayableReport } from './sayable-report';
import { checkCells, lastRow, mostColumns } from './sheet-bounds';
import { looseBraces, type Named, namesIn, onlyName, replaceNames } from './sheet-names';
import { type FlawCode, TemplateFlaw } from './template-flaw';

/*
 * A sheet is a template too. `{field}` stands for a field of the report. A row in which `{table.column}` stands is repeated
 * for every row of the table; formulas whose ranges begin and end in it reach over all of them, and its own formulas follow
 * their row. A row with `{tableAny}`, such as the head of the table, is left out with the repeated one where there are no
 * rows. Merges, heights, formats, frozen rows and the print set-up stay.
 */

/** How a kind of value looks where the template says nothing. */
const formats: Partial<Record<ToldCell['kind'], string>> = {
  date: 'yyyy-mm-dd',
  money: '#,##0.00',
  percent: '0.0',
  count: '0',
  change: '+0;-0;0',
};

/** Loaded when it is needed: it is large, and most processes never write a workbook. */
async function load(file: Buffer): Promise<Excel.Workbook> {
  const { default: ExcelJs } = await import('exceljs');
  const workbook = new ExcelJs.Workbook();
  await workbook.xlsx.load(file as unknown as ArrayBuffer);
  return workbook;
}

interface TemplateRow {
  cells: { column: number; value: Excel.CellValue; style: Partial<Excel.Style> }[];
  height: number | undefined;
  table: ReportTable | null;
  /** It stands only where this table has rows. */
  onlyWith: ReportTable | null;
}

/**
 * @throws TemplateFlaw for a file that is no workbook, for cells out of bounds, for names that no report knows, and for rows of
 *   two tables
 */
export async function checkSheet(template: Buffer, sample: ToldReport): Promise<void> {
  let workbook: Excel.Workbook;
  try {
    workbook = await load(template);
  } catch {
    throw new TemplateFlaw('unreadable', ['not a workbook']);
  }
  checkCells(workbook);
  const unknown = new Set<string>();
  const loose: { code: FlawCode; detail: string }[] = [];
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row, number) => {
      const tables = new Set<string>();
      row.eachCell((cell) => {
        if (repeats(cell)) return;
        const { value, address } = cell;
        for (const brace of looseBraces(value))
          loose.push({ code: brace === '{' ? 'unclosed-name' : 'unopened-name', detail: `${sheet.name}!${address}` });
        for (const { name, column } of namesIn(value)) {
          const known =
            column === undefined
              ? templateFields.includes(name) || templateConditions.includes(name)
              : isReportTable(name) && Object.hasOwn(reportTables[name], column);
          if (!known) unknown.add(column === undefined ? name : `${name}.${column}`);
          if (column !== undefined) tables.add(name);
        }
      });
      if (tables.size > 1)
        throw new TemplateFlaw('unreadable', [`${sheet.name}, row ${number}: ${[...tables].join(' and ')} in one row`]);
    });
  if (unknown.size > 0) throw new TemplateFlaw('unknown-field', [...unknown]);
  if (loose.length > 0) throw new TemplateFlaw(loose.slice(0, 20));
  try {
    await fillSheet(template, sample);
  } catch (error) {
    throw new TemplateFlaw('unreadable', [(error as Error).message]);
  }
}

/** Fills an .xlsx with a report: numbers as numbers, days as days, sums as formulas with their results. */
export async function fillSheet(template: Buffer, told: ToldReport): Promise<Buffer> {
  const workbook = await load(template);
  const report = sayableReport(told);
  // Where the rows of every sheet come to stand, before any formula is moved: it may speak of another sheet.
  const layouts = new Map(workbook.worksheets.map((sheet) => [sheet.name, layOut(sheet, report)]));
  for (const sheet of workbook.worksheets) fill(sheet, report, layouts);
  // What this does not reckon itself, Office does on opening.
  workbook.calcProperties = { fullCalcOnLoad: true };
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

interface Layout {
  rows: TemplateRow[];
  /**
   * Where each row of the template begins and ends in what is made of it: one that is left out ends before it begins. An empty
   * table keeps one empty row, unless its head says otherwise.
   */
  begins: number[];
  ends: number[];
  /** The first row behind all. */
  next: number;
}

function layOut(sheet: Excel.Worksheet, { tables }: ToldReport): Layout {
  const rows = takeRows(sheet);
  const gone = new Set(rows.flatMap(({ onlyWith }) => (onlyWith && tables[onlyWith].length === 0 ? [onlyWith] : [])));
  const isGone = (table: ReportTable | null) => table !== null && gone.has(table);
  const begins: number[] = [];
  const ends: number[] = [];
  let next = 1;
  for (const [index, { table, onlyWith }] of rows.entries()) {
    begins[index + 1] = next;
    if (!isGone(table) && !isGone(onlyWith)) next += table ? Math.max(1, tables[table].length) : 1;
    ends[index + 1] = next - 1;
  }
  return { rows, begins, ends, next };
}

function fill(sheet: Excel.Worksheet, { fields, tables }: ToldReport, layouts: ReadonlyMap<string, Layout>): void {
  const { rows, begins, ends, next } = layouts.get(sheet.name) as Layout;
  const merges = [...((sheet.model as { merges?: string[] }).merges ?? [])];
  for (const merge of merges) sheet.unMergeCells(merge);
  for (let number = 1; number <= rows.length; number += 1) {
    const row = sheet.getRow(number);
    for (const cell of cellsOf(row)) clear(cell);
    // Another row may come to stand here.
    row.height = undefined as unknown as number;
  }
  for (const [index, { cells, height, table }] of rows.entries()) {
    const first = begins[index + 1] ?? 1;
    const last = ends[index + 1] ?? first;
    for (let number = first; number <= last; number += 1) {
      const row = sheet.getRow(number);
      const told = table ? (tables[table][number - first] ?? null) : null;
      // Left out, the row is as high as its text.
      if (height !== undefined && !table) row.height = height;
      for (const { column, value, style } of cells) {
        const cell = row.getCell(column);
        cell.style = { ...style };
        if (value && typeof value === 'object' && 'formula' in value)
          cell.value = {
            formula: moved(value.formula ?? '', layouts, sheet.name, table ? { from: index + 1, to: number } : null),
          } as Excel.CellFormulaValue;
        else put(cell, value, ({ name, column: of }) => (of === undefined ? fields[name] : told?.[of]));
      }
    }
  }
  for (const merge of merges) {
    const [, left = 'A', top = '1', right = left, bottom = top] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(merge) ?? [];
    if (top === bottom)
      for (let row = begins[Number(top)] ?? 1; row <= (ends[Number(top)] ?? 1); row += 1)
        sheet.mergeCells(`${left}${row}:${right}${row}`);
    else {
      const [first, last] = [begins[Number(top)] ?? Number(top), ends[Number(bottom)] ?? Number(bottom)];
      if (first <= last) sheet.mergeCells(`${left}${first}:${right}${last}`);
    }
  }
  reckon(sheet, next - 1);
  for (let number = 1; number < next; number += 1) raise(sheet, sheet.getRow(number));
}

/** Points of usual text, of one line of it, and of the space around it. */
const [usual, line, around] = [11, 14, 5];

/** Makes a row as high as its wrapped texts need, where the template says nothing: not every reader does so itself. */
function raise(sheet: Excel.Worksheet, row: Excel.Row): void {
  if (row.height !== undefined) return;
  let height = line;
  row.eachCell((cell) => {
    // A number or a day takes one line, or it is shown as too broad.
    if (!cell.alignment?.wrapText || repeats(cell) || typeof cell.value !== 'string') return;
    // Across several rows, no row alone is as high as the text.
    if (isOf(cell, sheet.findCell(row.number + 1, cell.col))) return;
    const { size = usual, bold } = cell.font ?? {};
    // Small text is not reckoned smaller: a reader without its font takes a broader one.
    const scale = Math.max(1, size / usual);
    const width = Math.max(1, (breadth(sheet, row, cell) - 1) / (bold ? scale * bolder : scale));
    const lines = cell.value
      .split('\n')
      .reduce((sum, text) => sum + Math.max(1, Math.ceil([...text].reduce(broad, 0) / width)), 0);
    height = Math.max(height, lines * line * scale);
  });
  row.height = height + around;
}

/** How much broader bold letters are. */
const bolder = 1.2;

/** Characters of usual text side by side in a cell, across all the columns that it is merged over. */
function breadth(sheet: Excel.Worksheet, row: Excel.Row, cell: Excel.Cell): number {
  const widthOf = (column: number) => sheet.getColumn(column).width ?? 9;
  let column = Number(cell.col);
  let width = widthOf(column);
  while (isOf(cell, row.findCell(column + 1))) width += widthOf((column += 1));
  return width;
}

/** Whether another is merged with this one. */
const isOf = (cell: Excel.Cell, other: Excel.Cell | undefined): boolean =>
  other?.isMerged === true && other.master === cell;

/** Chinese, Japanese and Korean characters are twice as broad as others. */
const broad = (sum: number, character: string): number => sum + (character > '\u2e7f' ? 2 : 1.05);

/** A merged cell repeats what its first says. */
const repeats = (cell: Excel.Cell): boolean => cell.isMerged && cell.master !== cell;

/** The cells of a row, empty ones between them, as far as a template may use it. */
const cellsOf = (row: Excel.Row): Excel.Cell[] =>
  Array.from({ length: Math.min(row.cellCount, mostColumns) }, (_, index) => row.getCell(index + 1));

function takeRows(sheet: Excel.Worksheet): TemplateRow[] {
  return Array.from({ length: lastRow(sheet) }, (_, index): TemplateRow => {
    const row = sheet.getRow(index + 1);
    const cells: TemplateRow['cells'] = [];
    let table: ReportTable | null = null;
    let onlyWith: ReportTable | null = null;
    for (const [at, cell] of cellsOf(row).entries()) {
      const value = repeats(cell) ? null : cell.formula ? ({ formula: cell.formula } as Excel.CellValue) : cell.value;
      cells.push({ column: at + 1, value, style: cell.style });
      for (const { name, column } of namesIn(value)) {
        if (column !== undefined && isReportTable(name)) table = name;
        const [, condition = ''] = column === undefined ? (/^(.+)Any$/.exec(name) ?? []) : [];
        if (isReportTable(condition)) onlyWith = condition;
      }
    }
    return { cells, height: row.height, table, onlyWith };
  });
}

function clear(cell: Excel.Cell): void {
  cell.value = null;
  cell.style = {};
}

type Find = (named: Named) => ToldCell | undefined;

function put(cell: Excel.Cell, value: Excel.CellValue, find: Find): void {
  const alone = onlyName(value);
  if (!alone) {
    cell.value = replaceNames(value, (named) => find(named)?.text ?? '');
    return;
  }
  const told = find(alone);
  cell.value = told?.value ?? null;
  const format = told && formats[told.kind];
  if (format && typeof told.value !== 'string' && (!cell.numFmt || cell.numFmt === 'General')) cell.numFmt = format;
}

/** A cell or a range, with the sheet before it where it is another's; a sheet may be called like a cell. */
const reference =
  /((?:'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!)?(?<![\p{L}\p{N}_.])(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\p{L}\p{N}_(!.])/gu;

/**
 * A formula for where its rows have come to stand.
 * @param own for a formula in a repeated row: the row of the template, and the one that it stands in now
 */
function moved(
  formula: string,
  layouts: ReadonlyMap<string, Layout>,
  home: string,
  own: { from: number; to: number } | null,
): string {
  const at = (row: string, sheet: string, edge: 'begins' | 'ends') =>
    sheet === home && own?.from === Number(row) ? own.to : (layouts.get(sheet)?.[edge][Number(row)] ?? Number(row));
  return formula
    .split(/("[^"]*")/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece.replace(
            reference,
            (_, on: string | undefined, left: string, top: string, right?: string, bottom?: string) => {
              const sheet =
                on === undefined
                  ? home
                  : on
                      .slice(0, -1)
                      .replace(/^'(.*)'$/, '$1')
                      .replaceAll("''", "'");
              const first = `${on ?? ''}${left}${at(top, sheet, 'begins')}`;
              return right === undefined || bottom === undefined
                ? first
                : `${first}:${right}${at(bottom, sheet, 'ends')}`;
            },
          ),
    )
    .join('');
}

/**
 * Results of plain sums, for readers that do not reckon themselves.
 * @param last the last row in which something stands: a sum may reach to the end of all rows
 */
function reckon(sheet: Excel.Worksheet, last: number): void {
  sheet.eachRow((row) =>
    row.eachCell((cell) => {
      const [, left = '', top, right, bottom] =
        /^SUM\(\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\)$/.exec(cell.formula ?? '') ?? [];
      if (!top || left !== right) return;
      // In millionths, so that no floating-point dust gathers.
      let sum = 0n;
      for (let number = Number(top); number <= Math.min(Number(bottom), last); number += 1) {
        const { value } = sheet.getCell(`${left}${number}`);
        if (typeof value === 'number') sum += BigInt(Math.round(value * 1_000_000));
      }
      cell.value = { formula: cell.formula, result: Number(sum) / 1_000_000 };
    }),
  );
}
