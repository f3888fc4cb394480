import Excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import { csv } from './csv';
import { type SheetForm, type SheetRow, xlsx } from './xlsx';

const form = (more: Partial<SheetForm> = {}): SheetForm => ({
  name: 'Ledger: [all]',
  watermark: 'Somebody · E-1',
  columns: [
    { head: 'Text', kind: 'text', width: 30 },
    { head: 'Money', kind: 'money', width: 12 },
    { head: 'Number', kind: 'number', width: 8 },
    { head: 'Day', kind: 'date', width: 12 },
    { head: 'At', kind: 'instant', width: 16 },
  ],
  rows: 1,
  properties: { title: 'T & Co', creator: 'Some <Body>', keywords: 'E-1', description: 'D', created: new Date(0) },
  pageHeader: 'A & B',
  pageFooter: '1st',
  ...more,
});
const rowOf = (...cells: (string | null)[]): SheetRow => ({ cells, marked: false });
async function* batches(...rows: SheetRow[]): AsyncGenerator<SheetRow[]> {
  yield rows;
}
const whole = async (pieces: AsyncIterable<Buffer>) => {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};
async function opened(...rows: SheetRow[]) {
  const book = new Excel.Workbook();
  await book.xlsx.load((await whole(xlsx(form({ rows: rows.length }), batches(...rows)))) as unknown as ArrayBuffer);
  const sheet = book.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  return { book, sheet };
}

describe('a sheet', () => {
  it('keeps every cell by its kind', async () => {
    const { sheet } = await opened(
      rowOf('Plain', '1234567.89', '12.50', '2026-11-28', '2026-11-28 18:05'),
      rowOf(null, null, null, null, null),
      rowOf('', '99999999999999999.99', 'about 3', '0001-02-03', '1900-01-01 00:00'),
    );
    const values = [3, 4, 5].map((row) => [1, 2, 3, 4, 5].map((column) => sheet.getCell(row, column).value));
    expect(values).toEqual([
      ['Plain', 1234567.89, 12.5, new Date('2026-11-28T00:00:00Z'), new Date('2026-11-28T18:05:00Z')],
      [null, null, null, null, null],
      // What a sheet would round or cannot say stays as it was written.
      [null, '99999999999999999.99', 'about 3', '0001-02-03', '1900-01-01 00:00'],
    ]);
    expect(sheet.getCell('B3').numFmt).toBe('#,##0.00');
    expect(sheet.getCell('D3').numFmt).toContain('yyyy');
  });

  it.each([
    '=1+1',
    '=HYPERLINK("http://zone.example","x")',
    '+86 10',
    '-2',
    '@SUM(A1)',
    '\tx',
    '＝1',
    'a < b & "c" > d',
    'two\nlines  and   spaces ',
    '火炬 한국 日本 🏭',
    ']]>',
  ])('has the text %j, and never as a formula', async (text) => {
    const { sheet } = await opened(rowOf(text, null, null, null, null));
    const cell = sheet.getCell('A3');
    expect(cell.type).toBe(Excel.ValueType.String);
    expect(cell.value).toBe(text);
    expect(cell.formula).toBeUndefined();
  });

  it('has what only looks like a character by its number as it was typed', async () => {
    const { sheet } = await opened(rowOf('_x0041_ and _x', null, null, null, null));
    // As Office reads it; the reader here does not undo that escape.
    expect(String(sheet.getCell('A3').value).replace(/_x005F_/g, '_')).toBe('_x0041_ and _x');
    expect(sheet.getCell('A3').value).toBe('_x005F_x0041_ and _x');
  });

  it('leaves out what XML cannot say, and cuts what no cell can hold', async () => {
    const { sheet } = await opened(
      rowOf('a\0b\u0008c\ud800d\uffff', null, null, null, null),
      rowOf('x'.repeat(40_000), null, null, null, null),
    );
    expect(sheet.getCell('A3').value).toBe('abcd');
    expect(sheet.getCell('A4').value).toBe('x'.repeat(32_767));
  });

  it('says whose it is on the sheet, on paper and in its properties, and keeps its heads in sight', async () => {
    const { book, sheet } = await opened(rowOf('a', '1', '2', null, null));
    expect(sheet.getCell('A1').value).toBe('Somebody · E-1');
    expect([1, 2, 3, 4, 5].map((column) => sheet.getCell(2, column).value)).toEqual([
      'Text',
      'Money',
      'Number',
      'Day',
      'At',
    ]);
    expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 2 }]);
    expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', printTitlesRow: '1:2', fitToWidth: 1 });
    expect(sheet.headerFooter.oddHeader).toBe('&L A && B');
    expect(sheet.headerFooter.oddFooter).toBe('&L 1st&R &P / &N');
    expect(sheet.getColumn(1).width).toBe(30);
    expect(sheet.autoFilter).toBe('A2:E3');
    expect(book).toMatchObject({ title: 'T & Co', creator: 'Some <Body>', keywords: 'E-1', description: 'D' });
  });

  it('is made as it is read: who takes nothing has nothing made', async () => {
    let made = 0;
    let ended = false;
    async function* endless(): AsyncGenerator<SheetRow[]> {
      try {
        for (;;) {
          made += 1;
          yield Array.from({ length: 500 }, (_, index) =>
            rowOf(`row ${made} ${index} ${Math.random()}`, '1', '2', null, null),
          );
        }
      } finally {
        ended = true;
      }
    }
    const file = xlsx(form(), endless());
    // As far as the rows themselves.
    for (let pieces = 0; pieces < 40; pieces += 1) await file.next();
    const before = made;
    await new Promise((resolve) => setImmediate(resolve));
    expect(made - before).toBeLessThan(10);
    await file.return(undefined);
    // What feeds it is told in its turn.
    for (let turns = 0; turns < 1_000 && !ended; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(true);
  });

  it('fails where its rows fail, rather than end early', async () => {
    async function* failing(): AsyncGenerator<SheetRow[]> {
      yield [rowOf('a', null, null, null, null)];
      throw new Error('the database is gone');
    }
    await expect(whole(xlsx(form(), failing()))).rejects.toThrow('the database is gone');
  });
});

it('the same as CSV has no formulas either', async () => {
  const text = (await whole(csv(form(), batches(rowOf('=1+1', '12.50', '3', '2026-11-28', null))))).toString();
  expect(text).toBe("\uFEFFSomebody · E-1\r\nText,Money,Number,Day,At\r\n'=1+1,12.50,3,2026-11-28,\r\n");
  // What is a number stays one; its column says so, and never a text that looks like one.
  const below = (await whole(csv(form(), batches(rowOf('-12.50', '-12.50', '-3', '-3', '-1+cmd'))))).toString();
  expect(below.split('\r\n')[2]).toBe("'-12.50,-12.50,-3,'-3,'-1+cmd");
  const odd = (await whole(csv(form(), batches(rowOf(null, '-1+cmd', '=1', null, null))))).toString();
  expect(odd.split('\r\n')[2]).toBe(",'-1+cmd,'=1,,");
});
