import type { Deal } from '@torch/contracts';
import { evidence } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { elsewhere, fieldsFor } from './supply';

const deal = { id: 'd', leadId: 'l', companyId: 'c', companyName: 'Company' } as Deal;

describe('missing evidence', () => {
  it('can each be supplied: in a field of the window, or at a page that is named', () => {
    for (const one of Object.values(evidence).flat())
      expect([one, fieldsFor([one]).length + elsewhere([one], deal).length]).toEqual([one, expect.toSatisfy(Number)]);
  });

  it('is asked for once where two pieces need the same', () => {
    expect(fieldsFor(['totalInvestment', 'landOrPlant', 'totalInvestment'])).toEqual([
      'totalInvestment',
      'landMu',
      'plantM2',
    ]);
  });
});
