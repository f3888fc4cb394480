import { expect, it } from 'vitest';
import { funnelNarrowing, funnelSentence } from './funnel-sentence';
import { en } from './funnel.en';
import { zh } from './funnel.zh';

const names = {
  step: (step: string) => `<${step}>`,
  reason: (code: string) => `<${code}>`,
  period: (_: string, from: string, to: string) => `${from}..${to}`,
};

it('tells what a figure counts: the period, the step, the part, the reason and the group', () => {
  const address = {
    from: '2026-01-01',
    to: '2026-10-31',
    step: 'signed',
    part: 'lost',
    reason: 'policy',
    groupBy: 'region',
    group: 'KR',
  };
  const sentence = funnelSentence(address, en, names, '2026-11-29', (_, key) => `<${key}>`);
  for (const told of ['2026-01-01..2026-10-31', '<signed>', '<policy>', '<KR>', 'region'])
    expect(sentence).toContain(told);
});

it.each([
  [{}, '今年新建的线索'],
  [{ view: 'entered' }, '今年新建的线索'],
  [{ view: 'entered', step: 'signed' }, '今年首次到达“<signed>”的线索'],
  [{ view: 'entered', step: 'signed', part: 'lost' }, '今年首次到达“<signed>”的线索中,在“<signed>”流失的线索'],
  [{ view: 'entered', part: 'open' }, '今年新建的线索中,停在“<created>”、仍在推进的线索'],
  [{ step: 'signed', groupBy: 'region', group: 'KR' }, '今年新建的线索中,到达“<signed>”的线索,区域为“KR”'],
  [{ step: 'signed', within: '90' }, '今年新建的线索中,到达“<signed>”的(新建后 90 天内)线索'],
  [{ from: '2025-01-01', to: '2025-11-29' }, '2025-01-01..2025-11-29新建的线索'],
  [{ view: 'snapshot', step: 'signed' }, '2026-01-01..2026-11-29结束时的线索中,停在“<signed>”、仍在推进的线索'],
])('says it plainly: %j', (address, said) => {
  expect(funnelSentence(address, zh, names, '2026-11-29', (_, key) => key)).toBe(said);
});

it('names every filter with each of its values', () => {
  expect(funnelNarrowing({ cluster: 'MED,CHEM', owner: 'x' }, en, (_, value) => `<${value}>`)).toEqual([
    { name: en.dimension.cluster, values: ['<MED>', '<CHEM>'] },
    { name: en.dimension.owner, values: ['<x>'] },
  ]);
  expect(funnelNarrowing({}, en, String)).toEqual([]);
});
