import type { Deal } from '@torch/contracts';
import { evidence, waivable } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { asked, elsewhere, fieldsAtFault, fieldsFor, unanswered } from './supply';

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

  it('is asked for once, and with a reason for not applying where the rules allow one', () => {
    const all = asked([...new Set(Object.values(evidence).flat())]);
    const fields = all.flatMap((each) => each.fields);
    expect(new Set(fields).size).toBe(fields.length);
    expect(all.filter(({ waiver }) => waiver).map(({ one }) => one)).toEqual([...waivable]);
  });

  it('is shown by what was typed: by all its fields, by either of two, or by why it does not apply', () => {
    const missing = ['filing', 'landOrLease', 'environmentalApproval', 'proposal'] as const;
    expect(unanswered(missing, {})).toEqual(['filing', 'landOrLease', 'environmentalApproval']);
    expect(unanswered(missing, { filingCertificate: 'F-1', plantLease: 'L-1' })).toEqual([
      'filing',
      'environmentalApproval',
    ]);
    expect(
      unanswered(missing, {
        filingCertificate: 'F-1',
        filingAmount: '5',
        plantLease: 'L-1',
        'waiver.environmentalApproval': 'none',
      }),
    ).toEqual([]);
    expect(fieldsAtFault('filing', { filingCertificate: 'F-1' })).toEqual(['filingAmount']);
  });

  it('of a permit is shown by the contract for the equipment of a leased plant alone', () => {
    expect(unanswered(['constructionPermit'], { equipmentContract: 'E-1' })).toEqual(['constructionPermit']);
    expect(unanswered(['constructionPermit'], { equipmentContract: 'E-1', plantLease: 'L-1' })).toEqual([]);
  });
});
