import { CreateDeal } from '@torch/contracts';
import { describe, expect, it } from 'vitest';
import { zh } from '../deals.zh';
import { blankDealStart, createDealOf, DealStart, dealStartFlaws } from './deal-start-draft';

const company = '01a2223a-e6b8-7413-8897-c61642852c5c';
const typed = {
  ...blankDealStart(),
  companyId: company,
  title: 'Plant',
  channel: 'chain',
  cluster: 'MED',
  amount: '1,200',
};
const faults = (draft: typeof typed) => {
  const issues = DealStart.safeParse(createDealOf(draft)).error?.issues ?? [];
  return Object.keys(
    dealStartFlaws(
      issues.map(({ path, code }) => ({ path: path.join('.'), code })),
      zh,
    ),
  );
};

describe('a deal entered directly', () => {
  it('is sent as the contract has it', () => {
    const input = createDealOf({ ...typed, on: '2026-01-02' });
    expect(CreateDeal.parse(input)).toMatchObject({
      companyId: company,
      cluster: 'MED',
      totalInvestment: { amount: '1200', currency: 'CNY' },
      on: '2026-01-02',
    });
    expect(input).not.toHaveProperty('estimatedInvestment');
  });

  it('names each field that is empty or wrong', () => {
    expect(faults(typed)).toEqual([]);
    expect(faults(blankDealStart()).sort()).toEqual(['amount', 'channel', 'cluster', 'company', 'title']);
    expect(faults({ ...typed, amount: '12,5' })).toEqual(['amount']);
    expect(dealStartFlaws([{ path: 'evidence.contact', code: 'evidence-missing' }], zh)).toEqual({
      contact: zh.startError.contact,
    });
  });
});
