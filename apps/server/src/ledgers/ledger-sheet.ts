import { type Ledger, type LedgerColumn, ledgerColumn, ledgerForms, maskPhone } from '@torch/domain';
import type { SheetColumn, SheetForm, SheetRow } from '../platform/sheets/xlsx';
import { protectedUntil } from '../leads';
import { columnSources } from './ledger-columns';
import type { LedgerRow } from './ledger-reader';
import type { LedgerWords } from './ledger-words';

/** Whose sheet it is, and when it was fetched. */
export interface SheetOf {
  code: string;
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  purpose: string | null;
  who: string;
  now: Date;
  timeZone: string;
  rows: number;
}

/** Characters that a currency takes. */
const currencyWidth = 8;
const sources = columnSources(protectedUntil);

/** The sheet with all by which it says whose it is: the line above the heads, every printed page, and the file's properties. */
export function sheetForm(of: SheetOf, words: LedgerWords): SheetForm {
  const { code, ledger, purpose, who, now, timeZone, rows } = of;
  const title = words.labels.ledger[ledger];
  const when = `${minuteIn(now, timeZone)} ${timeZone}`;
  const watermark = words.own.watermark(title, code, who, when, rows);
  const why = purpose ? `${words.own.purpose}: ${purpose}` : '';
  return {
    name: title,
    watermark: why ? `${watermark} · ${why}` : watermark,
    columns: of.columns.flatMap((column) => headsOf(column, words)),
    rows,
    properties: {
      title: `${title} ${code}`,
      creator: who,
      keywords: code,
      description: why ? `${watermark} · ${why}` : watermark,
      created: now,
    },
    pageHeader: `${title} · ${code}`,
    pageFooter: `${who} · ${when}`,
  };
}

/** The records as rows of the sheet, batch by batch. */
export async function* sheetRows(
  { ledger, columns }: Pick<SheetOf, 'ledger' | 'columns'>,
  batches: AsyncIterable<readonly LedgerRow[]>,
  words: LedgerWords,
): AsyncGenerator<SheetRow[]> {
  const writers = columns.map((column) => cellsOf(ledger, column, words));
  let number = 0;
  for await (const batch of batches)
    yield batch.map(([hidden, ...values]): SheetRow => {
      number += 1;
      const marked = hidden === 'true';
      const cells: (string | null)[] = [];
      for (let index = 0; index < writers.length; index += 1)
        writers[index]?.(cells, values[index] ?? null, marked, number);
      return { cells, marked };
    });
}

function headsOf(column: LedgerColumn, words: LedgerWords): SheetColumn[] {
  const head = words.labels.ledgerColumn[column];
  const { kind, width } = ledgerColumn(column);
  if (kind === 'money')
    return [
      { head, kind, width },
      { head: `${head} ${words.own.currency}`, kind: 'text', width: currencyWidth },
    ];
  return [{ head, kind: kind === 'person' ? 'text' : kind, width }];
}

type CellWriter = (cells: (string | null)[], value: string | null, marked: boolean, number: number) => void;

/** How the cells of a column are told; made once for a sheet, since it is asked for every row. */
function cellsOf(ledger: Ledger, column: LedgerColumn, words: LedgerWords): CellWriter {
  const { kind, telling } = ledgerColumn(column);
  const told = sources[ledgerForms[ledger].subject][column]?.told;
  if (column === 'number') return (cells, _, __, number) => void cells.push(String(number));
  if (kind === 'money')
    return (cells, value) => {
      if (value === null) return void cells.push(null, null);
      const parts = value.split(';');
      if (parts.length > 1) return void cells.push(parts.join('; '), words.own.several);
      cells.push(value.slice(4), value.slice(0, 3));
    };
  if (column === 'contactPhone')
    return (cells, value, marked) => {
      if (value === null || marked) return void cells.push(null);
      cells.push(value.startsWith('*') ? maskPhone(value.slice(1)) : value);
    };
  return (cells, value, marked) => {
    if (value === null || (marked && telling)) return void cells.push(null);
    cells.push(told ? told(value, words) : value);
  };
}

/** `YYYY-MM-DD HH:MM` as the clocks there show it. */
const minuteIn = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
