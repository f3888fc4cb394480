import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReopening, leadObstacles, leadStatuses, nextLeadStatuses } from './lead';

const today = '2026-03-01';

describe('the road of a lead', () => {
  it('goes from new over contacted to qualified', () => {
    expect(leadObstacles('new', { to: 'contacted' }, today)).toEqual([]);
    expect(leadObstacles('contacted', { to: 'qualified' }, today)).toEqual([]);
    expect(leadObstacles('new', { to: 'qualified' }, today)).toEqual(['not-on-the-road']);
  });

  it('is converted only by becoming a deal', () => {
    for (const from of leadStatuses) expect(nextLeadStatuses(from)).not.toContain('converted');
  });

  it('asks for a wake-up day ahead, and for a reason', () => {
    expect(leadObstacles('new', { to: 'dormant' }, today)).toEqual(['wake-date-missing']);
    expect(leadObstacles('new', { to: 'dormant', wakeOn: today }, today)).toEqual(['wake-date-past']);
    expect(leadObstacles('new', { to: 'dormant', wakeOn: '2026-03-02' }, today)).toEqual([]);
    expect(leadObstacles('new', { to: 'disqualified' }, today)).toEqual(['reason-missing']);
  });

  it('knows a reopening', () => {
    expect(leadStatuses.filter(isReopening)).toEqual(['dormant', 'disqualified']);
  });

  it('never leaves the statuses that exist, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...leadStatuses)), (tries) => {
        let status: (typeof leadStatuses)[number] = 'new';
        for (const to of tries)
          if (leadObstacles(status, { to, wakeOn: '2027-01-01', reason: 'other' }, today).length === 0) status = to;
        expect(status).not.toBe('converted');
      }),
    );
  });
});
