import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentMoves, type AssignmentState, assignmentStates, mayDirect } from './assignment';
import { isUnreviewed, offerStates, reviewObstacles } from './offer';
import { cardTotal, type Indicator, reviewResult, scoreFlaws, type Scores } from './scorecard';
import { screeningLimit, workingDaysSince } from './screening';

const indicators: Indicator[] = [
  { code: 'size', weight: 60, vetoable: false },
  { code: 'safety', weight: 40, vetoable: true },
];
const card = (size: number, safety: number, veto = false, remark = 'Ammonia'): Scores => ({
  size: { points: size, veto: false, remark: '' },
  safety: { points: safety, veto, remark: veto ? remark : '' },
});

describe('a scorecard', () => {
  it('names what is missing, unknown, out of range, or stopped where nothing may be stopped', () => {
    expect(scoreFlaws(indicators, card(80, 70, true))).toEqual([]);
    const odd = { size: { points: 80, veto: true, remark: 'x' }, other: { points: 1, veto: false, remark: '' } };
    expect(scoreFlaws(indicators, odd)).toEqual([
      { code: 'unknown', indicator: 'other' },
      { code: 'not-vetoable', indicator: 'size' },
      { code: 'missing', indicator: 'safety' },
    ]);
    expect(scoreFlaws(indicators, card(101, 70.5))).toEqual([
      { code: 'points', indicator: 'size' },
      { code: 'points', indicator: 'safety' },
    ]);
    expect(scoreFlaws(indicators.slice(1), card(1, 1))).toEqual([{ code: 'weights', sum: 40 }]);
    expect(scoreFlaws(indicators, card(80, 70, true, ' '))).toEqual([
      { code: 'veto-unexplained', indicator: 'safety' },
    ]);
  });

  it('needs no points where there is no weight, and keeps its veto there', () => {
    const weightless = [...indicators, { code: 'energy', weight: 0, vetoable: true }];
    expect(scoreFlaws(weightless, card(80, 70))).toEqual([]);
    const stopped = { ...card(80, 60), energy: { points: 0, veto: true, remark: 'Beyond the quota' } };
    expect(scoreFlaws(weightless, stopped)).toEqual([]);
    expect(reviewResult([{ indicators: weightless, scores: stopped }])).toEqual({
      score: 72,
      vetoes: ['energy'],
      passed: false,
    });
  });

  it('is the weighted mean, of all reviewers alike; a veto stops it whatever the points', () => {
    expect(reviewResult([])).toEqual({ score: null, vetoes: [], passed: false });
    expect(reviewResult([{ indicators, scores: card(80, 60) }])).toEqual({ score: 72, vetoes: [], passed: true });
    expect(reviewResult([{ indicators, scores: card(80, 60) }], 72.01).passed).toBe(false);
    expect(reviewResult([{ indicators, scores: card(80, 60) }], 72).passed).toBe(true);
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
          scaled.map(({ code }) => [code, { points: stream.next().value, veto: false, remark: '' }]),
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

describe('a screening opinion', () => {
  it('is due within three working days, for a major project within five', () => {
    expect(screeningLimit(null)).toBe(3);
    expect(screeningLimit({ amount: '499999999.99', currency: 'CNY' })).toBe(3);
    expect(screeningLimit({ amount: '500000000.00', currency: 'CNY' })).toBe(5);
    expect(screeningLimit({ amount: '900000000.00', currency: 'JPY' })).toBe(3);
  });

  it('counts working days over weekends, months and years', () => {
    // 2026-01-02 is a Friday.
    expect(workingDaysSince('2026-01-02', '2026-01-02')).toBe(0);
    expect(workingDaysSince('2026-01-02', '2026-01-04')).toBe(0);
    expect(workingDaysSince('2026-01-02', '2026-01-05')).toBe(1);
    expect(workingDaysSince('2026-01-02', '2026-01-12')).toBe(6);
    expect(workingDaysSince('2025-12-31', '2026-01-02')).toBe(2);
    expect(workingDaysSince('2026-01-05', '2026-01-02')).toBe(0);
  });

  it('counts each working day once, wherever the stretch is cut', () => {
    const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
    const stretch = fc.tuple(fc.nat(400), fc.nat(400), fc.nat(400));
    fc.assert(
      fc.property(stretch, (cuts) => {
        const [a, b, c] = cuts.toSorted((x, y) => x - y).map(day) as [string, string, string];
        expect(workingDaysSince(a, c)).toBe(workingDaysSince(a, b) + workingDaysSince(b, c));
      }),
    );
  });
});

describe('an assignment', () => {
  it('is directed by equals and superiors, never by who stands below', () => {
    const ranks = ['officer', 'head', 'leader'] as const;
    for (const [place, actor] of ranks.entries())
      expect(ranks.filter((giver) => mayDirect(actor, giver))).toEqual(ranks.slice(0, place + 1));
  });

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
