/** An indicator of the review, as the zone weighs it. */
export interface Indicator {
  code: string;
  /** Whole points of the hundred. */
  weight: number;
  /** Whether a reviewer may stop the deal by this indicator alone (单项否决). */
  vetoable: boolean;
}

/** What one reviewer says of one indicator: 0 to 100 points, and whether it stops the deal. */
export interface IndicatorScore {
  points: number;
  veto: boolean;
}
export type Scores = Readonly<Record<string, IndicatorScore>>;

/** From here on a deal has passed its review, in points of a hundred. */
export const passFrom = 70;

export type ScoreFlaw =
  { code: 'weights'; sum: number } | { code: 'missing' | 'unknown' | 'points' | 'not-vetoable'; indicator: string };

/**
 * What stands against a card: weights that do not make a hundred, indicators without points or unknown ones, points out
 * of range, a veto where none is provided for.
 */
export function scoreFlaws(indicators: readonly Indicator[], scores: Scores): ScoreFlaw[] {
  const sum = indicators.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 100) return [{ code: 'weights', sum }];
  const known = new Set(indicators.map(({ code }) => code));
  const unknown = Object.keys(scores).filter((code) => !known.has(code));
  return [
    ...unknown.map((indicator) => ({ code: 'unknown', indicator }) as const),
    ...indicators.flatMap(({ code, vetoable }): ScoreFlaw[] => {
      const score = scores[code];
      if (!score) return [{ code: 'missing', indicator: code }];
      if (!Number.isInteger(score.points) || score.points < 0 || score.points > 100)
        return [{ code: 'points', indicator: code }];
      return score.veto && !vetoable ? [{ code: 'not-vetoable', indicator: code }] : [];
    }),
  ];
}

/** A card's weighted total in hundredths of a point, exact. */
export const cardTotal = (indicators: readonly Indicator[], scores: Scores): number =>
  indicators.reduce((total, { code, weight }) => total + weight * (scores[code]?.points ?? 0), 0);

export interface ReviewResult {
  /** Mean of the reviewers' totals, in points of a hundred, to two places; null while nobody has filled a card. */
  score: number | null;
  /** Indicators by which at least one reviewer stops the deal. */
  vetoes: string[];
  passed: boolean;
}

/** The result of a review: every reviewer counts alike, each by the weights that held when the card was filled. */
export function reviewResult(cards: readonly { indicators: readonly Indicator[]; scores: Scores }[]): ReviewResult {
  const vetoes = cards.flatMap(({ scores }) => Object.keys(scores).filter((code) => scores[code]?.veto));
  if (cards.length === 0) return { score: null, vetoes: [], passed: false };
  const sum = cards.reduce((total, { indicators, scores }) => total + cardTotal(indicators, scores), 0);
  const score = Math.round(sum / cards.length) / 100;
  return { score, vetoes: [...new Set(vetoes)].sort(), passed: vetoes.length === 0 && score >= passFrom };
}
