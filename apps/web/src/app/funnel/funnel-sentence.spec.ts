import { expect, it } from 'vitest';
import { funnelNarrowing, funnelSentence } from './funnel-sentence';
import { en } from './funnel.en';

const names = {
  step: (step: string) => `<${step}>`,
  reason: (code: string) => `<${code}>`,
  period: (_: string, from: string, to: string) => `${from}..${to}`,
};

it('tells what a figure counts: the period, the step, the part, the reason and the group', () => {
  const address = {
    from: '2026-01-01',
    to: '2026-11-29',
    step: 'signed',
    part: 'lost',
    reason: 'policy',
    groupBy: 'region',
    group: 'KR',
  };
  const sentence = funnelSentence(address, en, names, '2026-11-29', (_, key) => `<${key}>`);
  for (const told of ['2026-01-01..2026-11-29', '<signed>', '<policy>', '<KR>', 'region'])
    expect(sentence).toContain(told);
});

it('names every filter with each of its values', () => {
  expect(funnelNarrowing({ cluster: 'MED,CHEM', owner: 'x' }, en, (_, value) => `<${value}>`)).toEqual([
    { name: en.dimension.cluster, values: ['<MED>', '<CHEM>'] },
    { name: en.dimension.owner, values: ['<x>'] },
  ]);
  expect(funnelNarrowing({}, en, String)).toEqual([]);
});
