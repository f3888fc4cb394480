import type { Scorecard, SubmitScorecard } from '@torch/contracts';

/** A card as it is being filled: points as typed, each veto with its reason, and why one judges anew. */
export interface ScorecardDraft {
  points: Readonly<Record<string, string>>;
  vetoes: Readonly<Record<string, boolean>>;
  remarks: Readonly<Record<string, string>>;
  conclusion: string;
  reason: string;
}

export const blankScorecard: ScorecardDraft = { points: {}, vetoes: {}, remarks: {}, conclusion: '', reason: '' };

/** The reviewer's standing card, to be filled anew; the reason for that is never the old one. */
export function draftOf({ scores, conclusion }: Pick<Scorecard, 'scores' | 'conclusion'>): ScorecardDraft {
  const given = Object.entries(scores ?? {});
  return {
    points: Object.fromEntries(given.map(([code, { points }]) => [code, String(points)])),
    vetoes: Object.fromEntries(given.map(([code, { veto }]) => [code, veto])),
    remarks: Object.fromEntries(given.map(([code, { remark }]) => [code, remark])),
    conclusion: conclusion ?? '',
    reason: '',
  };
}

export type ScorecardGap = { gap: 'points' | 'remark'; code: string } | { gap: 'reason' };

/** An indicator as far as filling it goes: without weight it is there for its veto alone. */
type Asked = Readonly<{ code: string; weight: number }>;

/** What is still to be filled before the card can be handed in, in the order of the form. */
export function gapsOf(draft: ScorecardDraft, asked: readonly Asked[], anew: boolean): ScorecardGap[] {
  const gaps = asked.flatMap(({ code, weight }): ScorecardGap[] => [
    ...(weight === 0 || /^(\d{1,2}|100)$/.test(draft.points[code] ?? '') ? [] : [{ gap: 'points', code } as const]),
    ...(draft.vetoes[code] && !draft.remarks[code]?.trim() ? [{ gap: 'remark', code } as const] : []),
  ]);
  return anew && !draft.reason.trim() ? [...gaps, { gap: 'reason' }] : gaps;
}

/** The card as the server takes it; what was said of a veto that was taken back again is left out. */
export const cardOf = (draft: ScorecardDraft, asked: readonly Asked[], anew: boolean): SubmitScorecard => ({
  scores: Object.fromEntries(
    asked.map(({ code }) => {
      const veto = draft.vetoes[code] ?? false;
      return [
        code,
        { points: Number(draft.points[code] || 0), veto, remark: veto ? (draft.remarks[code] ?? '').trim() : '' },
      ];
    }),
  ),
  conclusion: draft.conclusion.trim() || null,
  reason: anew ? draft.reason.trim() : null,
});
