import { csvCell, type CsvValue } from '@torch/domain';

/** Rows as CSV (RFC 4180), with the mark by which Excel knows UTF-8; no text becomes a formula. */
export const csvText = (rows: readonly (readonly CsvValue[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
