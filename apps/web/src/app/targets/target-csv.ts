import type { TargetProgress, TargetsProgress } from '@torch/contracts';
import type { CsvValue } from '@torch/domain';
import { csvText } from '../kit/csv';
import type { TargetWords } from './targets.zh';

export interface TargetCsvNames {
  name: (progress: TargetProgress) => string;
  scope: (progress: TargetProgress) => string;
  period: (progress: TargetProgress) => string;
  unit: (progress: TargetProgress) => string;
  standing: (progress: TargetProgress) => string;
}

/** The targets of a year as a table, figures exact and without separators. */
export function targetCsv({ items }: TargetsProgress, words: TargetWords, names: TargetCsvNames): string {
  const cells = (progress: TargetProgress): Record<keyof TargetWords['cell'], CsvValue> => ({
    name: names.name(progress),
    scope: names.scope(progress),
    period: names.period(progress),
    unit: progress.currency ?? names.unit(progress),
    goal: { decimal: progress.goal },
    done: { decimal: progress.done },
    count: progress.count,
    due: { decimal: progress.dueByNow },
    donePercent: { decimal: progress.donePercent },
    duePercent: { decimal: progress.duePercent },
    behind: { decimal: progress.behind },
    remaining: { decimal: progress.remaining },
    needed: { decimal: progress.perMonthNeeded },
    standing: names.standing(progress),
    remark: [
      progress.why ? words.why[progress.why] : '',
      progress.unconverted.map(({ amount, currency }) => `${amount} ${currency}`).join('; '),
    ]
      .filter(Boolean)
      .join(' '),
  });
  const columns = Object.keys(words.cell) as (keyof TargetWords['cell'])[];
  return csvText([
    columns.map((column) => words.cell[column]),
    ...items.map((progress) => {
      const row = cells(progress);
      return columns.map((column) => row[column]);
    }),
  ]);
}
