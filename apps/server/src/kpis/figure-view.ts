import type { KpiFigure } from '@torch/contracts';
import { kpiSides, type KpiSums, type SideFigures } from '@torch/domain';

/** Sums as they cross the wire, with the currency that they are told in. */
export const figuresOf = (sums: KpiSums, reporting: string): KpiFigure[] => {
  const side = ({ amount, ...rest }: SideFigures) => ({
    ...rest,
    amount: amount === null ? null : { amount, currency: reporting },
  });
  return sums.figures().map(({ sides, losses, ...figure }) => ({
    ...figure,
    ...(Object.fromEntries(kpiSides.map((name) => [name, side(sides[name])])) as Pick<
      KpiFigure,
      (typeof kpiSides)[number]
    >),
    losses: losses.map(({ step, reason, days, ...loss }) => ({ step, reason, days, ...side(loss) })),
  }));
};
