import type { Coverage } from '@torch/contracts';
import { csvText } from '../kit/csv';
import type { CoverageWords } from './coverage.zh';

export interface CoverageCsvNames {
  chain: (code: string) => string;
  gap: (code: Coverage['rows'][number]['gap']) => string;
  strategy: (code: Coverage['regions'][number]['strategy']) => string;
  label: (named: { nameZh: string; nameEn: string }) => string;
}

/** The matrix as a table with a line for each cell, so that it can be turned about in a spreadsheet. */
export function coverageCsv({ rows, regions }: Coverage, words: CoverageWords, names: CoverageCsvNames): string {
  return csvText([
    Object.values(words.cell),
    ...rows.flatMap((row) =>
      row.cells.map((cell, index) => {
        const region = regions[index];
        return [
          names.chain(row.chain),
          row.node,
          names.label(row),
          names.gap(row.gap),
          region ? names.label(region) : cell.region,
          region ? names.strategy(region.strategy) : '',
          cell.companies,
          cell.leads,
          cell.deals,
          cell.landed,
          cell.uncovered ? words.yes : '',
        ];
      }),
    ),
  ]);
}
