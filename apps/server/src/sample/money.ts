import { type FundKind, rankOf, type DealStage } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import { share } from './landed';
import { Random } from './random';

interface Landed {
  id: string;
  lead_id: string;
  company_id: string;
  owner_id: string;
  stage: DealStage;
  signed_on: string;
  amount: string;
  currency: string;
  foreign_capital: boolean;
}

interface Entry {
  kind: FundKind;
  amount: string | null;
  currency: string;
  on: Date;
  source: string;
}

const day = 86_400_000;
const text = (when: Date) => when.toISOString().slice(0, 10);

/** Round figures near what such currencies are worth, for show: no bank's rates. */
const roundRates = {
  USD: ['7.2', '7.1', '7'],
  EUR: ['7.8', '7.9', '8'],
  JPY: ['0.05', '0.048', '0.05'],
  KRW: ['0.0053', '0.0052', '0.005'],
  HKD: ['0.92', '0.91', '0.9'],
};

/** Rates of three years, and the money of the deals that are being built or stand: plans, entries, confirmations. */
export async function insertMoney(tx: Transaction): Promise<void> {
  await insertRates(tx);
  const [statistician] = await tx.query<{ id: string }>(`SELECT id FROM users WHERE role = 'statistician' LIMIT 1`);
  const deals = await tx.query<Landed>(
    `SELECT id, lead_id, company_id, owner_id, stage, signed_on::text, agreed_amount_amount::text AS amount,
       agreed_amount_currency AS currency, contracted_foreign_capital_amount IS NOT NULL AS foreign_capital
     FROM deals WHERE stage IN ('construction', 'production', 'at_capacity') AND agreed_amount_amount > 0 ORDER BY code`,
  );
  for (const [index, deal] of deals.entries()) {
    const random = new Random(8317 + index);
    await insertPlans(tx, deal);
    for (const entry of entriesOf(tx.now, random, deal, index))
      await insertFund(tx, random, deal, entry, statistician?.id ?? null);
  }
}

async function insertRates(tx: Transaction): Promise<void> {
  const reporting = 'CNY';
  for (const [currency, rates] of Object.entries(roundRates))
    for (const [index, rate] of rates.entries()) {
      const [id, validFrom] = [uuid(), `${tx.now.getUTCFullYear() - 2 + index}-01-01`];
      await tx.query(
        'INSERT INTO exchange_rates (id, currency, reporting_currency, valid_from, rate) VALUES ($1, $2, $3, $4, $5)',
        [id, currency, reporting, validFrom, rate],
      );
      const changes = { currency: [null, currency], validFrom: [null, validFrom], rate: [null, rate] } as const;
      await tx.record('exchangeRate.created', { subjectType: 'exchangeRate', subjectId: id, changes });
    }
}

/** The agreed amount over three years from the signing. */
async function insertPlans(
  tx: Transaction,
  { id, lead_id, company_id, owner_id, signed_on, amount, currency }: Landed,
): Promise<void> {
  const first = Number(signed_on.slice(0, 4));
  for (const kind of ['fundsInPlace', 'fixedAssetInvestment'] as const)
    for (const [index, percent] of [40, 40, 20].entries()) {
      const planned = share(amount, kind === 'fundsInPlace' ? percent : Math.floor(percent * 0.7));
      await tx.query(
        'INSERT INTO investment_plans (id, deal_id, kind, year, amount, currency) VALUES ($1, $2, $3, $4, $5, $6)',
        [uuid(), id, kind, first + index, planned, currency],
      );
      await tx.record('deal.updated', {
        subjectType: 'deal',
        subjectId: id,
        leadId: lead_id,
        companyId: company_id,
        actorId: owner_id,
        changes: { plan: [null, [kind, String(first + index), { amount: planned, currency }]] },
      });
    }
}

/** Money that came by and by since the signing, more of it the further the deal has come. */
function entriesOf(now: Date, random: Random, deal: Landed, index: number): Entry[] {
  const signed = new Date(`${deal.signed_on}T00:00:00Z`);
  const parts = 2 + rankOf(deal.stage) - rankOf('construction');
  const at = (part: number) =>
    new Date(
      signed.getTime() + ((now.getTime() - signed.getTime()) * part) / (parts + 0.2) - random.between(0, 5) * day,
    );
  const { currency } = deal;
  const entries = Array.from({ length: parts }, (_, part): Entry[] => {
    const [on, amount] = [at(part + 1), share(deal.amount, random.between(10, 24))];
    return [
      { kind: 'fundsInPlace', amount, currency, on, source: part === 0 ? '首期资本金' : '后续资本金' },
      ...(deal.foreign_capital
        ? [{ kind: 'utilisedForeignCapital' as const, amount, currency, on, source: '境外股东出资' }]
        : []),
      {
        kind: 'fixedAssetInvestment',
        amount: share(deal.amount, random.between(6, 16)),
        currency,
        on,
        source: part === 0 ? '厂房建设' : '设备购置',
      },
    ];
  }).flat();
  // One deal with money in a currency that the table of rates lacks, as it happens.
  if (index === 0)
    entries.push({ kind: 'fundsInPlace', amount: '500000.00', currency: 'SGD', on: at(parts), source: '区域总部借款' });
  return entries;
}

/** What came long ago is confirmed; the newest waits for the statistician. */
async function insertFund(
  tx: Transaction,
  random: Random,
  deal: Landed,
  { kind, amount, currency, on, source }: Entry,
  statistician: string | null,
): Promise<void> {
  const [id, at] = [uuid(), new Date(Math.min(tx.now.getTime(), on.getTime() + 3 * day))];
  const voucher = `收-${text(on).slice(0, 7)}-${String(random.between(1, 999)).padStart(3, '0')}`;
  const confirmed = statistician !== null && tx.now.getTime() - at.getTime() > 75 * day ? statistician : null;
  const confirmedAt = confirmed && new Date(at.getTime() + 10 * day);
  await tx.query(
    `INSERT INTO funds (id, deal_id, kind, amount, currency, on_date, source, voucher, author_id, authors, confirmed_by,
       confirmed_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, ARRAY[$9::uuid], $10, $11, $12, $12)`,
    [id, deal.id, kind, amount, currency, text(on), source, voucher, deal.owner_id, confirmed, confirmedAt, at],
  );
  const about = { subjectType: 'fund', subjectId: id, leadId: deal.lead_id, companyId: deal.company_id } as const;
  const changes = { kind: [null, kind], amount: [null, { amount, currency }], on: [null, text(on)] } as const;
  await tx.record('fund.created', { ...about, actorId: deal.owner_id, at, changes });
  if (confirmedAt)
    await tx.record('fund.confirmed', {
      ...about,
      actorId: confirmed,
      at: confirmedAt,
      changes: { confirmed: [false, true] },
    });
}
