import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DealFacts, evidence, type Evidence, missingEvidence, partAboveTotal } from './evidence';
import { judgeMove, replay, type StageChange } from './move';
import {
  allDealStages,
  type AnyDealStage,
  batches,
  type DealStage,
  dealStages,
  moveKind,
  rankOf,
  standingAfter,
  type Standing,
} from './stage';

const nothing: DealFacts = {
  leadQualified: false,
  hasContact: false,
  hasCluster: false,
  hasTotalInvestment: false,
  hasFixedAssetInvestment: false,
  hasPark: false,
  hasLandOrPlant: false,
  hasProposal: false,
  completedVisits: 0,
  vetoed: null,
  agreementKind: null,
  signedOn: null,
  hasAgreedAmount: false,
  hasAgreement: false,
  unreviewedOffers: 1,
  hasLocalCompanyName: false,
  hasRegistrationNumber: false,
  hasRegisteredCapital: false,
  registeredOn: null,
  hasFilingCertificate: false,
  hasFilingAmount: false,
  hasLandContract: false,
  hasPlantLease: false,
  hasEnvironmentalApproval: false,
  startedOn: null,
  hasConstructionPermit: false,
  hasEquipmentContract: false,
  producedOn: null,
  fundsInPlaceEntries: 0,
  capacityOn: null,
  hasAnnualOutput: false,
  hasAnnualTax: false,
  waived: [],
};

/** For each piece of evidence, the facts that show it and nothing else. */
const showing: Record<Evidence, Partial<DealFacts>> = {
  leadQualified: { leadQualified: true },
  contact: { hasContact: true },
  cluster: { hasCluster: true },
  totalInvestment: { hasTotalInvestment: true },
  completedVisit: { completedVisits: 1 },
  fixedAssetInvestment: { hasFixedAssetInvestment: true },
  park: { hasPark: true },
  landOrPlant: { hasLandOrPlant: true },
  proposal: { hasProposal: true },
  scorecard: { vetoed: false },
  agreementKind: { agreementKind: 'formal' },
  signedOn: { signedOn: '2026-01-10' },
  agreedAmount: { hasAgreedAmount: true },
  agreement: { hasAgreement: true },
  fairCompetition: { unreviewedOffers: 0 },
  localCompanyName: { hasLocalCompanyName: true },
  registrationNumber: { hasRegistrationNumber: true },
  registeredCapital: { hasRegisteredCapital: true },
  registeredOn: { registeredOn: '2026-02-10' },
  filing: { hasFilingCertificate: true, hasFilingAmount: true },
  landOrLease: { hasLandContract: true },
  environmentalApproval: { hasEnvironmentalApproval: true },
  startedOn: { startedOn: '2026-03-10' },
  constructionPermit: { hasConstructionPermit: true },
  producedOn: { producedOn: '2026-04-10' },
  fundsInPlace: { fundsInPlaceEntries: 1 },
  capacityOn: { capacityOn: '2026-05-10' },
  annualOutput: { hasAnnualOutput: true },
  annualTax: { hasAnnualTax: true },
};
const everything: DealFacts = Object.assign({ ...nothing }, ...Object.values(showing));
const without = (one: Evidence): DealFacts => {
  const bare = Object.fromEntries(
    Object.keys(showing[one]).map((fact) => [fact, nothing[fact as keyof DealFacts]]),
  ) as Partial<DealFacts>;
  return { ...everything, ...bare };
};

const at = (stage: DealStage): Standing => ({ stage, stageLeft: null });
const today = '2026-06-01';
const head = { isHead: true, today, lastMovedOn: null };
const officer = { isHead: false, today, lastMovedOn: null };
const move = (to: AnyDealStage, more = {}) => ({ to, on: today, reason: null, override: false, ...more });
const codes = (verdict: ReturnType<typeof judgeMove>) => verdict.obstacles.map(({ code }) => code);

const pairs = dealStages.flatMap((from) => allDealStages.map((to) => [from, to] as const));

describe('the road', () => {
  it.each(pairs)('%s → %s is what its places say', (from, to) => {
    const kind = moveKind(at(from), to);
    if (to === 'on_hold') expect(kind).toBe('hold');
    else if (to === 'lost') expect(kind).toBe('lose');
    else if (from === to) expect(kind).toBeNull();
    else expect(kind).toBe(rankOf(to) > rankOf(from) ? 'forward' : 'back');
  });

  it.each(dealStages)('a deal put aside at %s goes on there and nowhere else', (left) => {
    const held: Standing = { stage: 'on_hold', stageLeft: left };
    const lost: Standing = { stage: 'lost', stageLeft: left };
    for (const to of allDealStages) {
      expect(moveKind(held, to)).toBe(to === left ? 'resume' : to === 'lost' ? 'lose' : null);
      expect(moveKind(lost, to)).toBe(to === left ? 'reopen' : null);
    }
    expect(standingAfter(held, 'lost')).toEqual({ stage: 'lost', stageLeft: left });
  });

  it('puts every stage of the road into one batch', () => {
    expect(Object.values(batches).flat()).toEqual([...dealStages]);
  });
});

const entries = Object.entries(evidence) as [DealStage, readonly Evidence[]][];
const asks = entries.slice(1).flatMap(([stage, list]) => list.map((one) => [stage, one] as const));

describe('evidence', () => {
  it.each(asks)('%s is not entered without %s', (stage, one) => {
    const before = dealStages[rankOf(stage) - 1] ?? 'negotiating';
    expect(judgeMove(at(before), without(one), move(stage), officer).obstacles).toEqual([
      { code: 'evidence-missing', evidence: [one] },
    ]);
    expect(judgeMove(at(before), everything, move(stage), officer).obstacles).toEqual([]);
  });

  it('is asked for of every stage passed', () => {
    const { obstacles } = judgeMove(at('negotiating'), nothing, move('at_capacity'), officer);
    const asked = new Set(entries.slice(1).flatMap(([, list]) => list));
    expect(obstacles).toEqual([{ code: 'evidence-missing', evidence: [...asked] }]);
  });

  it('of filing, land and environment may be marked not applicable', () => {
    const bare = { ...without('filing'), hasLandContract: false, hasEnvironmentalApproval: false };
    const waived = { ...bare, waived: ['filing', 'landOrLease', 'environmentalApproval'] as const };
    expect(missingEvidence(bare, ['filed'])).toEqual(['filing', 'landOrLease', 'environmentalApproval']);
    expect(missingEvidence(waived, ['filed'])).toEqual([]);
  });

  it('for a leased plant is the contract for its equipment, for a built one the permit', () => {
    const contract = { ...without('constructionPermit'), hasEquipmentContract: true };
    expect(missingEvidence(contract, ['construction'])).toEqual(['constructionPermit']);
    expect(missingEvidence({ ...contract, hasPlantLease: true }, ['construction'])).toEqual([]);
  });

  it('is not a scorecard with a veto on it', () => {
    expect(missingEvidence({ ...everything, vetoed: true }, ['signed'])).toEqual(['scorecard']);
  });

  it('may be taken upon themselves by a head with a reason, and stays flagged', () => {
    const waiting = without('agreement');
    const wish = move('signed', { override: true, reason: 'the original follows by post' });
    expect(judgeMove(at('review'), waiting, wish, head)).toEqual({ obstacles: [], flagged: ['agreement'] });
    expect(codes(judgeMove(at('review'), waiting, wish, officer))).toEqual(['head-only']);
    expect(codes(judgeMove(at('review'), waiting, { ...wish, reason: null }, head))).toEqual(['reason-missing']);
  });
});

describe('who, why and when', () => {
  it('asks the head and a reason for a move back and for a reopening', () => {
    expect(codes(judgeMove(at('signed'), everything, move('review'), officer))).toEqual([
      'head-only',
      'reason-missing',
    ]);
    expect(codes(judgeMove(at('signed'), everything, move('review', { reason: 'x' }), head))).toEqual([]);
    const lost: Standing = { stage: 'lost', stageLeft: 'review' };
    expect(codes(judgeMove(lost, everything, move('review', { reason: 'x' }), officer))).toEqual(['head-only']);
    expect(codes(judgeMove(lost, everything, move('review', { reason: 'x' }), head))).toEqual([]);
  });

  it.each(['on_hold', 'lost'] as const)('asks a reason for %s', (to) => {
    expect(codes(judgeMove(at('review'), nothing, move(to), officer))).toEqual(['reason-missing']);
    expect(codes(judgeMove(at('review'), nothing, move(to, { reason: 'x' }), officer))).toEqual([]);
  });

  it('takes effect today or earlier, and not before the move before', () => {
    const past = { ...officer, lastMovedOn: '2026-05-20' };
    expect(codes(judgeMove(at('review'), everything, move('signed', { on: '2026-06-02' }), past))).toEqual([
      'in-the-future',
    ]);
    expect(codes(judgeMove(at('review'), everything, move('signed', { on: '2026-05-19' }), past))).toEqual([
      'before-last-move',
    ]);
    expect(codes(judgeMove(at('review'), everything, move('signed', { on: '2026-05-20' }), past))).toEqual([]);
  });

  it.each([
    ['signed', 'review', 'signedOn'],
    ['registered', 'signed', 'registeredOn'],
    ['construction', 'filed', 'startedOn'],
    ['production', 'construction', 'producedOn'],
    ['at_capacity', 'production', 'capacityOn'],
  ] as const)('enters %s not before the day that says so', (stage, from, date) => {
    const on = everything[date] as string;
    const before = on.replace('-10', '-09');
    expect(judgeMove(at(from), everything, move(stage, { on }), officer).obstacles).toEqual([]);
    expect(judgeMove(at(from), everything, move(stage, { on: before }), officer).obstacles).toEqual([
      { code: 'before-its-day', date },
    ]);
    const forced = move(stage, { on: before, override: true, reason: 'x' });
    expect(codes(judgeMove(at(from), everything, forced, head))).toEqual(['before-its-day']);
  });

  it('is not before the latest day of the stages that a move passes; a day that is still to come is told as that', () => {
    const wish = move('registered', { on: '2026-01-20' });
    expect(judgeMove(at('review'), everything, wish, officer).obstacles).toEqual([
      { code: 'before-its-day', date: 'registeredOn' },
    ]);
    const ahead = { ...everything, signedOn: '2026-06-05', registeredOn: null };
    expect(codes(judgeMove(at('review'), ahead, move('signed', { on: '2026-05-30' }), officer))).toEqual([
      'dates-out-of-order',
      'in-the-future',
    ]);
  });

  it('names the date that lies before an earlier step', () => {
    const early = { ...everything, startedOn: '2026-01-01' };
    expect(judgeMove(at('filed'), early, move('construction'), officer).obstacles).toEqual([
      { code: 'dates-out-of-order', date: 'startedOn', before: 'signedOn' },
    ]);
  });
});

const stageArb = fc.constantFrom<AnyDealStage>(...allDealStages);
const factsArb = fc.oneof(
  fc.constant(everything),
  fc
    .subarray(Object.keys(showing) as Evidence[])
    .map((list) => Object.assign({ ...nothing }, ...list.map((one) => showing[one])) as DealFacts),
);
const wishArb = fc.record({
  to: stageArb,
  facts: factsArb,
  isHead: fc.boolean(),
  override: fc.boolean(),
  reason: fc.constantFrom(null, 'because'),
  on: fc.constantFrom(today, today, today, '2026-01-09', '2026-02-10', '2026-04-09'),
});

describe('random sequences of moves', () => {
  it('never reach an illegal state, never lack what they passed, and replay to where the deal stands', () => {
    let made = 0;
    fc.assert(
      fc.property(fc.array(wishArb, { minLength: 10, maxLength: 60 }), (wishes) => {
        let standing: Standing = at('negotiating');
        const changes: StageChange[] = [{ from: null, to: 'negotiating' }];
        for (const { to, facts, isHead, override, reason, on } of wishes) {
          const wish = { to, on, reason, override };
          const { obstacles, flagged } = judgeMove(standing, facts, wish, { isHead, today, lastMovedOn: null });
          if (obstacles.length > 0) continue;
          const kind = moveKind(standing, to);
          if (kind === 'back' || kind === 'reopen') expect(isHead && reason).toBeTruthy();
          if (kind === 'forward') {
            const entered = dealStages.slice(rankOf(standing.stage as DealStage) + 1, rankOf(to as DealStage) + 1);
            if (!override) expect(missingEvidence(facts, entered)).toEqual([]);
            // What a stage shows as its day is no later than the day on which it counts.
            const days = { signed: 'signedOn', registered: 'registeredOn', construction: 'startedOn' } as const;
            for (const [stage, date] of Object.entries(days))
              if (entered.includes(stage as DealStage)) expect((facts[date] ?? '') <= on).toBe(true);
          }
          if (flagged.length > 0) expect(isHead && override && reason).toBeTruthy();
          changes.push({ from: standing.stage, to });
          standing = standingAfter(standing, to);
          made += 1;
          expect(standing.stageLeft !== null).toBe(standing.stage === 'on_hold' || standing.stage === 'lost');
          if (standing.stageLeft !== null) expect(dealStages).toContain(standing.stageLeft);
        }
        expect(replay(changes)).toEqual(standing);
      }),
      { numRuns: 3000 },
    );
    // The moves must not all have been refused.
    expect(made).toBeGreaterThan(10_000);
  });

  it('broken records are told', () => {
    expect(() => replay([])).toThrow();
    expect(() => replay([{ from: null, to: 'signed' }])).toThrow();
    expect(() =>
      replay([
        { from: null, to: 'negotiating' },
        { from: 'review', to: 'signed' },
      ]),
    ).toThrow();
    const lost = { from: 'negotiating', to: 'lost' } as const;
    expect(() => replay([{ from: null, to: 'negotiating' }, lost, { from: 'lost', to: 'signed' }])).toThrow();
  });
});

describe('the fixed assets and the contracted foreign capital', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });

  it('are a part of the total investment, to the cent and beyond what a number holds', () => {
    expect(partAboveTotal(usd('100.00'), usd('100.01'))).toBe(true);
    expect(partAboveTotal(usd('100'), usd('100.00'))).toBe(false);
    expect(partAboveTotal(usd('90071992547409.92'), usd('90071992547409.93'))).toBe(true);
    expect(partAboveTotal({ amount: '1', currency: 'CNY' }, usd('2'))).toBe(false);
    expect(partAboveTotal(null, usd('2'))).toBe(false);
  });
});
