import type { FieldError } from '@torch/contracts';
import {
  datesOutOfOrder,
  entryBeforeStart,
  partAboveTotal,
  type PartOfTotal,
  partsOfTotal,
  promisesOutOfOrder,
  registrationFlaw,
} from '@torch/domain';
import { moneyOf } from './deal-money';
import type { DealEntity } from './deal.entity';

/** Whether a part or its whole is another one now: what was entered before there was the rule is let be until then. */
const isChanged = (before: DealEntity, after: DealEntity, part: PartOfTotal): boolean =>
  (['totalInvestment', part] as const).some((name) => {
    const [was, is] = [moneyOf(before, name), moneyOf(after, name)];
    return was?.amount !== is?.amount || was?.currency !== is?.currency;
  });

/**
 * Everything that stands against the facts of a deal, each at its field: whoever mends them is told once.
 * @param number of the company here, where one is entered: it follows the Chinese rule
 */
export function flawsOf(before: DealEntity, after: DealEntity, number: string | null | undefined): FieldError[] {
  const numberFlaw = number ? registrationFlaw('CN', number) : null;
  const disorders: { date: string; before: string }[] = [
    ...datesOutOfOrder(after),
    ...promisesOutOfOrder(after),
    ...(entryBeforeStart(after) ? [{ date: 'statisticsEntryOn', before: 'startedOn' }] : []),
  ];
  const total = moneyOf(after, 'totalInvestment');
  const tooLarge = partsOfTotal.filter(
    (part) => isChanged(before, after, part) && partAboveTotal(total, moneyOf(after, part)),
  );
  return [
    ...(numberFlaw
      ? [{ path: 'localRegistrationNumber', code: numberFlaw, message: 'this is no unified social credit code' }]
      : []),
    ...disorders.map(({ date, before: earlier }) => ({
      path: date,
      code: `before-${earlier}`,
      message: `${date} cannot lie before ${earlier}`,
    })),
    ...tooLarge.map((part) => ({
      path: part,
      code: 'above-total',
      message: `${part} is a part of the total investment and cannot be more`,
    })),
  ];
}
