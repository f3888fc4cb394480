import type { Transaction } from '../../src/platform/database/unit-of-work';
import type { About, FeatureWalk } from '../walk-cases';

const fund = { kind: 'fund', read: 'fund.read' } as const;
const deal = { kind: 'deal', read: 'deal.read' } as const;
const rate = { kind: 'exchangeRate' } as const;
const usd = (amount: string) => ({ amount, currency: 'USD' });
let days = 0;
/** Another day each time: one currency has one rate a day. */
const anotherDay = () => new Date(Date.UTC(2000, 0, (days += 1))).toISOString().slice(0, 10);

/** Entered by somebody else, so that the walkers may confirm it. */
async function makeFund(tx: Transaction, id: string, { deal: make, explain }: About, confirmed: boolean) {
  const { dealId } = await make();
  const people = await tx.query<{ id: string }>(
    `SELECT id FROM users WHERE username IN ('colleague', 'stranger') ORDER BY username DESC`,
  );
  await tx.query(
    `INSERT INTO funds (id, deal_id, kind, amount, currency, on_date, voucher, author_id, authors, confirmed_by, confirmed_at)
     VALUES ($1, $2, 'fundsInPlace', 5, 'USD', '2026-01-05', 'V-1', $3, ARRAY[$3::uuid], $4, $5)`,
    [id, dealId, people[0]?.id, confirmed ? people[1]?.id : null, confirmed ? tx.now : null],
  );
  await explain('fund', id);
  return { id };
}

export const moneyWalk: FeatureWalk = {
  makers: {
    fund: (tx, { id }, about) => makeFund(tx, id, about, false),
    confirmedFund: (tx, { id }, about) => makeFund(tx, id, about, true),
    exchangeRate: async (tx, { id }, { explain }) => {
      await tx.query(
        `INSERT INTO exchange_rates (id, currency, reporting_currency, valid_from, rate) VALUES ($1, 'JPY', 'CNY', $2, 0.05)`,
        [id, anotherDay()],
      );
      await explain('exchangeRate', id);
      return { id };
    },
  },
  cases: {
    'GET /funds': {},
    'GET /funds/:id': fund,
    'POST /deals/:id/funds': {
      ...deal,
      body: () => ({ kind: 'utilisedForeignCapital', amount: usd('5'), on: '2026-01-05' }),
    },
    'PATCH /funds/:id': { ...fund, body: () => ({ version: 1, note: 'Seen' }) },
    'DELETE /funds/:id': fund,
    'POST /funds/:id/confirm': { ...fund, body: () => ({ version: 1 }) },
    'POST /funds/:id/reopen': {
      kind: 'confirmedFund',
      read: 'fund.read',
      body: () => ({ version: 1, reason: 'Wrong' }),
    },
    'GET /deals/:id/money': deal,
    'PUT /deals/:id/plans': {
      ...deal,
      body: () => ({ kind: 'fundsInPlace', year: 2026, planned: usd('5'), version: null }),
    },
    'GET /exchange-rates': {},
    'POST /exchange-rates': { body: () => ({ currency: 'USD', validFrom: anotherDay(), rate: '7.1' }) },
    'POST /exchange-rates/import': {
      file: () => ({}),
      content: ['currency,date,rate\nEUR,2026-01-01,7.8\n', 'rates.csv'],
    },
    'PATCH /exchange-rates/:id': { ...rate, body: () => ({ version: 1, rate: '0.051' }) },
    'DELETE /exchange-rates/:id': rate,
  },
};
