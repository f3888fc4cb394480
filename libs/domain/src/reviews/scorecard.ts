/** An indicator of the review, as the zone weighs it. */
export interface Indicator {
  code: string;
  /** Whole points of the hundred. */
  weight: number;
  /** Whether a reviewer may stop the deal by this indicator alone (单项否决). */
  vetoable: boolean;
}

/** What one reviewer says of one indicator: 0 to 100 points, whether it stops the deal, and why. */
export interface IndicatorScore {
  points: number;
  veto: boolean;
  remark: string;
}
export type Scores = Readonly<Record<string, IndicatorScore>>;

/** From here on a deal has passed its review, in points of a hundred; every zone sets its own. */
export const passFrom = 70;

export type ScoreFlaw =
  | { code: 'weights'; sum: number }
  | { code: 'missing' | 'unknown' | 'points' | 'not-vetoable' | 'veto-unexplained'; indicator: string };

/**
 * What stands against a card: weights that do not make a hundred, indicators without points or unknown ones, points out
 * of range, a veto where none is provided for, or without its reason. What has no weight needs no points: it is there
 * for its veto alone.
 */
export function scoreFlaws(indicators: readonly Indicator[], scores: Scores): ScoreFlaw[] {
  const sum = indicators.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 100) return [{ code: 'weights', sum }];
  const known = new Set(indicators.map(({ code }) => code));
  const unknown = Object.keys(scores).filter((code) => !known.has(code));
  return [
    ...unknown.map((indicator) => ({ code: 'unknown', indicator }) as const),
    ...indicators.flatMap(({ code, weight, vetoable }): ScoreFlaw[] => {
      const score = scores[code];
      if (!score) return weight > 0 ? [{ code: 'missing', indicator: code }] : [];
      if (!Number.isInteger(score.points) || score.points < 0 || score.points > 100)
        return [{ code: 'points', indicator: code }];
      if (!score.veto) return [];
      if (!vetoable) return [{ code: 'not-vetoable', indicator: code }];
      return score.remark.trim() ? [] : [{ code: 'veto-unexplained', indicator: code }];
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

/**
 * The result of a review: every reviewer counts alike, each by the weights that held when the card was filled.
 * @param from points of a hundred from which it has passed
 */
export function reviewResult(
  cards: readonly { indicators: readonly Indicator[]; scores: Scores }[],
  from: number = passFrom,
): ReviewResult {
  const vetoes = cards.flatMap(({ scores }) => Object.keys(scores).filter((code) => scores[code]?.veto));
  if (cards.length === 0) return { score: null, vetoes: [], passed: false };
  const sum = cards.reduce((total, { indicators, scores }) => total + cardTotal(indicators, scores), 0);
  const score = Math.round(sum / cards.length) / 100;
  return { score, vetoes: [...new Set(vetoes)].sort(), passed: vetoes.length === 0 && score >= from };
}
