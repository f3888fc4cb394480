import { csvCell, type CsvValue } from '@torch/domain';
import { pieceLength, type SheetForm, type SheetRow } from './xlsx';

/** The same rows as CSV, under the mark by which spreadsheets know UTF-8, and under the same line that says whose they are. */
export async function* csv(form: SheetForm, rows: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<Buffer> {
  const line = (cells: readonly CsvValue[]) => `${cells.map(csvCell).join(',')}\r\n`;
  const isNumber = form.columns.map(({ kind }) => kind === 'number' || kind === 'money');
  yield Buffer.from(`\uFEFF${line([form.watermark])}${line(form.columns.map(({ head }) => head))}`);
  let text = '';
  for await (const batch of rows)
    for (const { cells } of batch) {
      text += line(cells.map((cell, index) => (isNumber[index] ? { decimal: cell } : cell)));
      if (text.length < pieceLength) continue;
      yield Buffer.from(text);
      text = '';
    }
  yield Buffer.from(text);
}
