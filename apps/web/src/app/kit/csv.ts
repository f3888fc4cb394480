import { csvCell } from '@torch/domain';

/** Rows as CSV (RFC 4180), with the mark by which Excel knows UTF-8; no cell becomes a formula. */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map((value) => csvCell(value === null ? '' : String(value))).join(',')}\r\n`).join('')}`;
