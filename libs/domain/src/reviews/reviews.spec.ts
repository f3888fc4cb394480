import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentMoves, type AssignmentState, assignmentStates } from './assignment';
import { isUnreviewed, offerStates, reviewObstacles } from './offer';
import { cardTotal, type Indicator, reviewResult, scoreFlaws, type Scores } from './scorecard';

const indicators: Indicator[] = [
  { code: 'size', weight: 60, vetoable: false },
  { code: 'safety', weight: 40, vetoable: true },
];
const card = (size: number, safety: number, veto = false): Scores => ({
  size: { points: size, veto: false },
  safety: { points: safety, veto },
});

describe('a scorecard', () => {
  it('names what is missing, unknown, out of range, or stopped where nothing may be stopped', () => {
    expect(scoreFlaws(indicators, card(80, 70, true))).toEqual([]);
    expect(scoreFlaws(indicators, { size: { points: 80, veto: true }, other: { points: 1, veto: false } })).toEqual([
      { code: 'unknown', indicator: 'other' },
      { code: 'not-vetoable', indicator: 'size' },
      { code: 'missing', indicator: 'safety' },
    ]);
    expect(scoreFlaws(indicators, card(101, 70.5))).toEqual([
      { code: 'points', indicator: 'size' },
      { code: 'points', indicator: 'safety' },
    ]);
    expect(scoreFlaws(indicators.slice(1), card(1, 1))).toEqual([{ code: 'weights', sum: 40 }]);
  });

  it('is the weighted mean, of all reviewers alike; a veto stops it whatever the points', () => {
    expect(reviewResult([])).toEqual({ score: null, vetoes: [], passed: false });
    expect(reviewResult([{ indicators, scores: card(80, 60) }])).toEqual({ score: 72, vetoes: [], passed: true });
    const two = [
      { indicators, scores: card(80, 60) },
      { indicators, scores: card(65, 66) },
    ];
    expect(reviewResult(two)).toEqual({ score: 68.7, vetoes: [], passed: false });
    expect(reviewResult([{ indicators, scores: card(100, 100, true) }])).toEqual({
      score: 100,
      vetoes: ['safety'],
      passed: false,
    });
  });

  it('lies between its lowest and its highest points, whatever the weights', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(weights, fc.infiniteStream(fc.integer({ min: 0, max: 100 })), (list, stream) => {
        const scaled = list.map((weight, index) => ({ code: `i${index}`, weight, vetoable: false }));
        const scores = Object.fromEntries(
          scaled.map(({ code }) => [code, { points: stream.next().value, veto: false }]),
        );
        const points = Object.values(scores).map((score) => score.points);
        const sum = list.reduce((total, weight) => total + weight, 0);
        const mean = cardTotal(scaled, scores) / sum;
        expect(mean).toBeGreaterThanOrEqual(Math.min(...points) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...points) + 1e-9);
      }),
    );
  });
});

describe('the review of an offer', () => {
  const offer = { state: 'in_review', hasLegalBasis: true, authors: ['olga', 'hanna'] } as const;

  it('is another person’s, on a legal basis, and in its turn', () => {
    expect(reviewObstacles(offer, 'leader', 'approved')).toEqual([]);
    expect(reviewObstacles(offer, 'hanna', 'approved')).toEqual(['same-person']);
    expect(reviewObstacles({ ...offer, hasLegalBasis: false }, 'leader', 'approved')).toEqual(['legal-basis-missing']);
    expect(reviewObstacles({ ...offer, hasLegalBasis: false }, 'leader', 'rejected')).toEqual([]);
    for (const state of offerStates.filter((each) => each !== 'in_review'))
      expect(reviewObstacles({ ...offer, state }, 'leader', 'rejected')).toEqual(['not-in-review']);
  });

  it('stands against signing until it is approved or withdrawn', () => {
    expect(offerStates.filter(isUnreviewed)).toEqual(['draft', 'in_review', 'rejected']);
  });
});

describe('an assignment', () => {
  it('goes from open over accepted and answered to done; what is over stays over', () => {
    const table = assignmentStates.map((from) => [
      from,
      assignmentMoves(from, 'department'),
      assignmentMoves(from, 'giver'),
    ]);
    expect(table).toEqual([
      ['open', ['accepted'], ['cancelled']],
      ['accepted', ['answered'], ['cancelled']],
      ['answered', ['done'], ['accepted', 'done', 'cancelled']],
      ['done', [], []],
      ['cancelled', [], []],
    ]);
  });

  it('is never done without having been answered, whatever is tried', () => {
    const tries = fc.array(fc.tuple(fc.constantFrom(...assignmentStates), fc.constantFrom('department', 'giver')));
    fc.assert(
      fc.property(tries, (list) => {
        const road: AssignmentState[] = ['open'];
        for (const [to, side] of list)
          if (assignmentMoves(road.at(-1) as AssignmentState, side as 'giver').includes(to)) road.push(to);
        if (road.includes('done')) expect(road.slice(-2)).toEqual(['answered', 'done']);
      }),
      { numRuns: 2000 },
    );
  });
});
