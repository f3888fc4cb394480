import { describe, expect, it } from 'vitest';
import { blankScorecard, cardOf, draftOf, gapsOf } from './scorecard-draft';

const asked = [
  { code: 'tax', weight: 60 },
  { code: 'safety', weight: 40 },
];
const full = { ...blankScorecard, points: { tax: '80', safety: '7' } };

describe('a scorecard being filled', () => {
  it('lacks points that are no whole number up to a hundred', () => {
    for (const typed of ['', ' ', '101', '8.5', '-1', '1e1'])
      expect(gapsOf({ ...full, points: { tax: typed, safety: '100' } }, asked, false)).toEqual([
        { gap: 'points', code: 'tax' },
      ]);
    expect(gapsOf(full, asked, false)).toEqual([]);
    const weightless = { ...full, points: { tax: '80' } };
    expect(
      gapsOf(
        weightless,
        [
          { code: 'tax', weight: 100 },
          { code: 'safety', weight: 0 },
        ],
        false,
      ),
    ).toEqual([]);
  });

  it('lacks the reason of a veto, and of a second judgement', () => {
    const vetoed = { ...full, vetoes: { safety: true }, remarks: { safety: '  ' } };
    expect(gapsOf(vetoed, asked, true)).toEqual([{ gap: 'remark', code: 'safety' }, { gap: 'reason' }]);
    expect(gapsOf({ ...vetoed, remarks: { safety: 'Too near' }, reason: 'New report' }, asked, true)).toEqual([]);
  });

  it('is handed in without what was said of a veto taken back', () => {
    const card = cardOf({ ...full, remarks: { tax: 'Once' }, conclusion: ' ', reason: 'Unasked' }, asked, false);
    expect(card).toEqual({
      scores: {
        tax: { points: 80, veto: false, remark: '' },
        safety: { points: 7, veto: false, remark: '' },
      },
      conclusion: null,
      reason: null,
    });
  });

  it('begins anew with the standing card, but not with its reason', () => {
    const scores = { tax: { points: 60, veto: true, remark: 'Too little' } };
    const draft = draftOf({ scores, conclusion: 'No' });
    expect(cardOf({ ...draft, reason: ' More tax ' }, asked.slice(0, 1), true)).toEqual({
      scores,
      conclusion: 'No',
      reason: 'More tax',
    });
    expect(draft.reason).toBe('');
  });
});
