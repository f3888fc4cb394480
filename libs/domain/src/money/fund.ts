import { compare, decimal, nothing } from './decimal';

/**
 * What a dated entry of money says: funds in place 到位资金, foreign capital utilised 实际使用外资, fixed-asset investment
 * done 固定资产投资完成. The kinds overlap in what they count and are never added together.
 */
export const fundKinds = ['fundsInPlace', 'utilisedForeignCapital', 'fixedAssetInvestment'] as const;
export type FundKind = (typeof fundKinds)[number];

export interface FundFacts {
  kind: FundKind;
  amount: string;
  /** Day on which the money came or was spent, `YYYY-MM-DD`. */
  on: string;
  /** A voucher is named by its number, or attached. */
  hasVoucher: boolean;
}

export type FundFlaw =
  | { path: 'amount'; code: 'not-positive' }
  | { path: 'on'; code: 'in-the-future' }
  | { path: 'voucher'; code: 'voucher-missing' };

/**
 * What stands against an entry. Funds in place count by their voucher alone (到位资金 needs a voucher).
 * @param today the writer's date
 */
export function fundFlaws({ kind, amount, on, hasVoucher }: FundFacts, today: string): FundFlaw[] {
  const flaws: FundFlaw[] = [];
  if (compare(decimal(amount), nothing) <= 0) flaws.push({ path: 'amount', code: 'not-positive' });
  if (on > today) flaws.push({ path: 'on', code: 'in-the-future' });
  if (kind === 'fundsInPlace' && !hasVoucher) flaws.push({ path: 'voucher', code: 'voucher-missing' });
  return flaws;
}

export type ConfirmObstacle = 'confirmed' | 'same-person';

/** What stands between an entry and its confirmation: nobody confirms what they entered or changed. */
export function confirmObstacle(
  { confirmed, authors }: { confirmed: boolean; authors: readonly string[] },
  who: string,
): ConfirmObstacle | null {
  if (confirmed) return 'confirmed';
  return authors.includes(who) ? 'same-person' : null;
}
