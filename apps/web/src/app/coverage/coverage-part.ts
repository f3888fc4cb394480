import type { Coverage } from '@torch/contracts';

/**
 * A part of the matrix: one column, and the rows that have a blank cell in what is left. A region that the matrix does
 * not have leaves every column. Sums of rows and columns stay what they are of the whole matrix.
 */
export function coveragePart(coverage: Coverage, region: string | undefined, onlyBlank: boolean): Coverage {
  const known = coverage.regions.some(({ code }) => code === region);
  const shows = (code: string) => !known || code === region;
  const rows = coverage.rows
    .map((row) => ({ ...row, cells: row.cells.filter((cell) => shows(cell.region)) }))
    .filter(({ cells }) => !onlyBlank || cells.some(({ uncovered }) => uncovered));
  return {
    ...coverage,
    regions: coverage.regions.filter(({ code }) => shows(code)),
    rows,
    uncovered: rows.reduce((sum, { cells }) => sum + cells.filter(({ uncovered }) => uncovered).length, 0),
  };
}
