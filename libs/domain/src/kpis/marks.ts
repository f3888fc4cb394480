import type { FigureCode, KpiCode, KpiSide, RecordKind } from './kpi';

/** What a lead counts as, a bit for each. */
export const leadMarks = {
  /** Entered in the period. */
  created: 1,
  answered: 2,
  /** Nobody has spoken to the company, and it was not given up. */
  waiting: 4,
  inquiry: 8,
  /** Visited for the first time in the period, and not signed before. */
  visited: 16,
  signedSince: 32,
  visitOpen: 64,
  /** Given up in the period, and still is. */
  lost: 128,
} as const;

/** What a deal counts as, a bit for each. */
export const dealMarks = {
  /** For the first time in the period. */
  signed: 1,
  increase: 2,
  totalInvestment: 4,
  fixedAssetInvestment: 8,
  contractedForeignCapital: 16,
  agreedAmount: 32,
  /** Its funds or what was agreed have no rate. */
  apart: 64,
  paid: 128,
  honoured: 256,
  registered: 512,
  started: 1024,
  produced: 2048,
  open: 4096,
  inCluster: 8192,
} as const;

/** Which marks a side of a figure demands, and which it forbids. */
export interface SideTest {
  demands: number;
  forbids: number;
}
type Tests = Partial<Record<KpiSide, SideTest>>;

const { created, answered, waiting, inquiry, visited, signedSince, visitOpen, lost } = leadMarks;
const { signed, increase, agreedAmount, apart, paid, honoured, registered, started, produced, open, inCluster } =
  dealMarks;

const those = (demands: number, forbids = 0): SideTest => ({ demands, forbids });
const counted = (demands: number, forbids = 0): Tests => ({ numerator: those(demands, forbids) });
const response = (of: number): Tests => ({
  denominator: those(of),
  numerator: those(of | answered),
  undecided: those(of | waiting, answered),
});
const projects = (of: number): Tests => ({
  denominator: those(signed, increase),
  numerator: those(signed | of, increase),
  undecided: those(signed | open, increase | of),
});

/** Which records each side of an indicator counts: the same as `KpiReader` says of one record, and held to it by the tests. */
export const kpiTests: Readonly<Record<KpiCode, { kind: RecordKind; sides: Tests }>> = {
  projectsSigned: { kind: 'deal', sides: counted(signed, increase) },
  increasesSigned: { kind: 'deal', sides: counted(signed | increase) },
  signedTotalInvestment: { kind: 'deal', sides: counted(signed | dealMarks.totalInvestment) },
  signedFixedAssets: { kind: 'deal', sides: counted(signed | dealMarks.fixedAssetInvestment) },
  signedForeignCapital: { kind: 'deal', sides: counted(signed | dealMarks.contractedForeignCapital) },
  performanceRate: { kind: 'deal', sides: projects(honoured) },
  registeredRate: { kind: 'deal', sides: projects(registered) },
  startRate: { kind: 'deal', sides: projects(started) },
  productionRate: { kind: 'deal', sides: projects(produced) },
  fundsInPlaceRate: {
    kind: 'deal',
    sides: {
      denominator: those(signed | agreedAmount, apart),
      numerator: those(signed | agreedAmount | paid, apart),
      apart: those(signed | agreedAmount | apart),
    },
  },
  cycleTime: { kind: 'deal', sides: counted(signed, increase) },
  firstResponse: { kind: 'lead', sides: response(created) },
  inquiryResponse: { kind: 'lead', sides: response(created | inquiry) },
  visitToSigning: {
    kind: 'lead',
    sides: {
      denominator: those(visited),
      numerator: those(visited | signedSince),
      undecided: those(visited | visitOpen, signedSince),
    },
  },
  industryFit: {
    kind: 'deal',
    sides: { denominator: those(signed, increase), numerator: those(signed | inCluster, increase) },
  },
  lostLeads: { kind: 'lead', sides: counted(lost) },
};

export const isMarked = (marks: number, { demands, forbids }: SideTest): boolean =>
  (marks & demands) === demands && (marks & forbids) === 0;

/** @returns undefined for a side that a figure does not have */
export const testOf = (figure: FigureCode, side: KpiSide): (SideTest & { kind: RecordKind }) | undefined => {
  const its = kpiTests[figure as KpiCode];
  const test = its?.sides[side];
  return test && { ...test, kind: its.kind };
};
