import { csvCell } from '@torch/domain';
import { pieceLength, type SheetForm, type SheetRow } from './xlsx';

/** The same rows as CSV, under the mark by which spreadsheets know UTF-8, and under the same line that says whose they are. */
export async function* csv(form: SheetForm, rows: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<Buffer> {
  const line = (cells: readonly (string | null)[]) => `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`;
  yield Buffer.from(`\uFEFF${line([form.watermark])}${line(form.columns.map(({ head }) => head))}`);
  let text = '';
  for await (const batch of rows)
    for (const { cells } of batch) {
      text += line(cells);
      if (text.length < pieceLength) continue;
      yield Buffer.from(text);
      text = '';
    }
  yield Buffer.from(text);
}
