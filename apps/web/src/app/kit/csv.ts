const breaks = /[",\r\n]/;

/** One cell. What a spreadsheet would take for a formula is made harmless by an apostrophe before it (OWASP, CSV injection). */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return breaks.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/** Rows as CSV (RFC 4180), with the mark by which Excel knows UTF-8. */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
