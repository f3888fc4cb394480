import { expect, it } from 'vitest';
import { allDealStages, dealStages, rankOf } from '../deals/stage';
import { hasLanded } from './problem';

it('a company has landed from registration on, also at rest, and no longer once the deal is given up', () => {
  for (const stage of dealStages) {
    const landed = rankOf(stage) >= rankOf('registered');
    expect([stage, hasLanded(stage, null)]).toEqual([stage, landed]);
    expect([stage, hasLanded('on_hold', stage)]).toEqual([stage, landed]);
    expect([stage, hasLanded('lost', stage)]).toEqual([stage, false]);
  }
  expect(allDealStages.filter((stage) => hasLanded(stage, null))).toHaveLength(5);
});
