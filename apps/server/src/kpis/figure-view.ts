import type { KpiFigure } from '@torch/contracts';
import { type FigureCode, kpiFigures, type KpiRecord, kpiSides, type SideFigures } from '@torch/domain';

/** The figures of records as they cross the wire, with the currency that sums are told in. */
export const figuresOf = (
  records: Iterable<KpiRecord>,
  codes: readonly FigureCode[],
  reporting: string,
): KpiFigure[] => {
  const side = ({ amount, ...rest }: SideFigures) => ({
    ...rest,
    amount: amount === null ? null : { amount, currency: reporting },
  });
  return kpiFigures(records, codes).map(({ sides, losses, ...figure }) => ({
    ...figure,
    ...(Object.fromEntries(kpiSides.map((name) => [name, side(sides[name])])) as Pick<
      KpiFigure,
      (typeof kpiSides)[number]
    >),
    losses: losses.map(({ step, reason, days, ...loss }) => ({ step, reason, days, ...side(loss) })),
  }));
};
