import { type Deal, labels, UpdateDeal } from '@torch/contracts';
import { describe, expect, it } from 'vitest';
import { zh } from '../deals.zh';
import { choices, dealDraftOf, isChoice, sections, updateDealOf } from './deal-draft';
import { dealObjections } from './deal-objections';

const deal = { title: 'Plant', version: 3, workers: [], waivers: {}, investorKind: 'listed' } as unknown as Deal;

describe('the form of a deal', () => {
  it('sends what the bureau’s sheets ask for, and takes it back', () => {
    const draft = { ...dealDraftOf(deal), industryCode: ' c39 ', investorKind: '', leaderInCharge: 'Vice Director' };
    const change = updateDealOf(deal, draft);
    expect(change).toEqual({ version: 3, industryCode: 'c39', investorKind: null, leaderInCharge: 'Vice Director' });
    expect(UpdateDeal.parse(change).industryCode).toBe('C39');
  });

  it('says at the industry what is wrong with its code', () => {
    const { error } = UpdateDeal.safeParse({ version: 3, industryCode: 'steel' });
    const flaws = (error?.issues ?? []).map(({ path, code }) => ({ path: path.join('.'), code }));
    expect(dealObjections(flaws, zh.error)).toEqual({ industryCode: zh.error.industry });
  });

  it('is told which part is more than the total', () => {
    const flaws = ['fixedAssetInvestment', 'contractedForeignCapital'].map((path) => ({ path, code: 'above-total' }));
    expect(Object.values(dealObjections(flaws, zh.error))).toEqual([
      zh.error['above-total'],
      zh.error.contractedAboveTotal,
    ]);
  });

  it('has a word for every code that may be chosen', () => {
    const fields = sections.flatMap(([, names]): readonly string[] => names).filter(isChoice);
    expect(fields.sort()).toEqual(Object.keys(choices).sort());
    for (const name of fields)
      expect(Object.keys(labels['zh-CN'][name]).sort(), name).toEqual([...choices[name]].sort());
  });
});
