import type { Funnel, FunnelStepFigures } from '@torch/contracts';
import type { CsvValue, FunnelStep } from '@torch/domain';
import { csvText } from '../kit/csv';
import type { FunnelWords } from './funnel.zh';
import { percentOf } from './percent';

export interface CsvNames {
  step: (step: FunnelStep) => string;
  reason: (code: string) => string;
  group: (key: string | null, name: string | null) => string;
}

const columns = [
  'count',
  'deals',
  'amount',
  'currency',
  'unconverted',
  'fromPrevious',
  'fromPreviousOf',
  'fromPreviousPercent',
  'fromStart',
  'fromStartOf',
  'fromStartPercent',
  'medianDays',
  'p90Days',
  'beyond',
  'open',
  'undecided',
  'late',
  'onHold',
  'lost',
  'lostReasons',
  'movedBack',
  'overdue',
  'overduePercent',
] as const;
type Column = (typeof columns)[number];

function cellsOf(figures: FunnelStepFigures, names: CsvNames): Record<Column, CsvValue> {
  const { count, amount, unconverted, fromPrevious, fromPreviousOf, fromStartOf, overdue, open } = figures;
  return {
    ...figures,
    amount: { decimal: amount.amount },
    currency: amount.currency,
    unconverted: unconverted.map((sum) => `${sum.amount} ${sum.currency}`).join('; '),
    fromPreviousPercent: percentOf(fromPrevious, fromPreviousOf),
    fromStart: fromStartOf === null ? null : count,
    fromStartPercent: percentOf(count, fromStartOf),
    lostReasons: figures.lostReasons.map(({ reason, count: lost }) => `${names.reason(reason)} ${lost}`).join('; '),
    overduePercent: percentOf(overdue, open),
  };
}

/** The table as a file: all together, then each group, and beside each row the same of the period that it is compared with. */
export function funnelCsv(funnel: Funnel, before: Funnel | null, words: FunnelWords, names: CsvNames): string {
  const row = (figures: FunnelStepFigures | undefined) => {
    const cells = figures && cellsOf(figures, names);
    return columns.map((column) => cells?.[column] ?? null);
  };
  const grouped = funnel.groups.length > 0;
  const heads = columns.map((column) => words.cell[column]);
  const blocks = [
    { key: null, name: null, steps: funnel.steps, isAll: true },
    ...funnel.groups.map((group) => ({ ...group, isAll: false })),
  ];
  return csvText([
    [
      ...(grouped ? [words.column.group] : []),
      words.cell.step,
      ...heads,
      ...(before ? heads.map((head) => words.cell.before(head)) : []),
    ],
    ...blocks.flatMap(({ key, name, steps, isAll }) => {
      const other = before && (isAll ? before.steps : before.groups.find((group) => group.key === key)?.steps);
      return steps.map((figures, index) => [
        ...(grouped ? [isAll ? words.all : names.group(key, name)] : []),
        names.step(figures.step),
        ...row(figures),
        ...(before ? row(other?.[index]) : []),
      ]);
    }),
  ]);
}
