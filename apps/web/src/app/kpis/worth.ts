import type { ExactMoney, KpiShare } from '@torch/contracts';
import { decimal, exact, nothing, plus } from '@torch/domain';

interface Shared {
  readonly share: Pick<KpiShare, 'money'>;
}

/** What a record adds to a figure in money, unrounded; null where no rate is known for any of it. */
export function worthOf({ share }: Shared): ExactMoney | null {
  const known = share.money.flatMap(({ worth }) => worth ?? []);
  const [first] = known;
  if (!first) return null;
  const sum = known.reduce((total, { amount }) => plus(total, decimal(amount)), nothing);
  return { amount: exact(sum), currency: first.currency };
}

/** The currency into which records of a list are converted; null where each is in it already. */
export function convertedInto(records: readonly Shared[]): string | null {
  const all = records.flatMap(({ share }) => share.money);
  return all.find(({ currency, worth }) => worth && worth.currency !== currency)?.worth?.currency ?? null;
}
