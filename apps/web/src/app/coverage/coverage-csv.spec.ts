import type { Coverage } from '@torch/contracts';
import { expect, it } from 'vitest';
import { coverageCsv } from './coverage-csv';
import { zh } from './coverage.zh';

it('writes a line for each cell, marked where nobody works', () => {
  const counts = { companies: 2, leads: 1, deals: 0, landed: 0 };
  const nobody = { companies: 0, leads: 0, deals: 0, landed: 0 };
  const coverage = {
    countedAt: '2026-01-01T00:00:00Z',
    timeZone: 'Asia/Shanghai',
    regions: [
      { code: 'KR', nameZh: '韩国', nameEn: 'Korea', strategy: 'consolidate', all: counts },
      { code: 'JP', nameZh: '日本', nameEn: 'Japan', strategy: 'expand', all: nobody },
    ],
    rows: [
      {
        node: 'MED-M4',
        nameZh: '心脏起搏器',
        nameEn: 'Pacemakers',
        chain: 'MED',
        gap: 'fill',
        cells: [
          { region: 'KR', ...counts, uncovered: false },
          { region: 'JP', ...nobody, uncovered: true },
        ],
        all: counts,
      },
    ],
    all: counts,
    uncovered: 1,
  } satisfies Coverage;
  const text = coverageCsv(coverage, zh, {
    chain: (code) => code,
    gap: (code) => code,
    strategy: (code) => code,
    label: ({ nameZh }) => nameZh,
  });
  expect(text.split('\r\n').slice(1, 3)).toEqual([
    'MED,MED-M4,心脏起搏器,fill,韩国,consolidate,2,1,0,0,',
    'MED,MED-M4,心脏起搏器,fill,日本,expand,0,0,0,0,是',
  ]);
});
