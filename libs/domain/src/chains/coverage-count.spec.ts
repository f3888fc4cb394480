import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, may } from '../access/permissions';
import { allDealStages, dealStages } from '../deals/stage';
import type { FunnelLead } from '../funnel/columns';
import { question } from '../funnel/questions';
import { FunnelTable } from '../funnel/table';
import { type Story, stories } from '../kpis/stories';
import { leadStatuses, openLeadStatuses } from '../leads/lead';
import { coverageKinds, coverageOfDeal } from './coverage';
import type { CoverageMore } from './coverage-columns';

const [nodes, regions] = [
  ['N1', 'N2', 'N9'],
  ['JP', 'KR', 'EU'],
];
type Placed = Story & { more: CoverageMore; column: FunnelLead };

/** Leads with what the coverage asks, whatever their histories say: where a deal stands need not follow from these here. */
const placed = fc
  .tuple(
    stories,
    fc.infiniteStream(
      fc.record({ companyId: fc.constantFrom('c1', 'c2', 'c3', 'c4'), status: fc.constantFrom(...leadStatuses) }),
    ),
    fc.infiniteStream(
      fc
        .record({ stage: fc.constantFrom(...allDealStages), left: fc.constantFrom(...dealStages) })
        .map(({ stage, left }): CoverageMore['deals'][number] => ({
          stage,
          stageLeft: stage === 'on_hold' || stage === 'lost' ? left : null,
        })),
    ),
  )
  .map(([all, ofLeads, ofDeals]) =>
    all.map((story): Placed => {
      const deals = story.lead.deals.map(() => ofDeals.next().value!);
      const more = { ...ofLeads.next().value!, deals };
      return { ...story, more, column: { ...story.column, coverage: more } };
    }),
  );
const actor = question.map((asked): Actor => asked.actor);

/** The matrix by brute force: each number a set that is made anew. */
function counted(all: readonly Placed[], reader: Actor, node?: string, region?: string) {
  const reads = (its: Placed, ownerId: string, departmentId: string, permission: 'lead.read' | 'deal.read') =>
    its.lead.confidentialTo
      ? its.lead.confidentialTo.includes(reader.id)
      : may(reader, permission, { ownerId, departmentId });
  const here = all.filter(
    ({ column: { chainNode, region: its } }) =>
      (node === undefined ? nodes.some((each) => each === chainNode) : chainNode === node) &&
      (region === undefined ? regions.includes(its) : its === region),
  );
  const leads = here.filter(
    (its) => !its.lead.pooled && reads(its, its.lead.ownerId, its.lead.departmentId, 'lead.read'),
  );
  const kinds = here.flatMap((its) =>
    its.lead.deals.flatMap(({ ownerId, departmentId }, index) => {
      const { stage, stageLeft } = its.more.deals[index]!;
      return reads(its, ownerId, departmentId, 'deal.read') ? [coverageOfDeal(stage, stageLeft)] : [];
    }),
  );
  return {
    companies: new Set(leads.map(({ more }) => more.companyId)).size,
    leads: leads.filter(({ more }) => openLeadStatuses.some((each) => each === more.status)).length,
    deals: kinds.filter((kind) => kind === 'deals').length,
    landed: kinds.filter((kind) => kind === 'landed').length,
  };
}

const isBusy = (all: readonly Placed[], node: string, region: string) =>
  all.some(
    ({ lead, column, more }) =>
      column.chainNode === node &&
      lead.region === region &&
      !lead.confidentialTo &&
      ((!lead.pooled && openLeadStatuses.some((each) => each === more.status)) ||
        more.deals.some(({ stage, stageLeft }) => coverageOfDeal(stage, stageLeft) !== null)),
  );

describe('the coverage of gaps', () => {
  it('is what a count lead by lead says, for every cell, row, column and all, whoever reads and whatever has changed', () => {
    const seen = { companies: 0, leads: 0, deals: 0, landed: 0 };
    fc.assert(
      fc.property(placed, placed, actor, (one, other, reader) => {
        const table = new FunnelTable();
        table.change(one.map(({ column }) => column));
        const gone = one[0]!.lead.id;
        table.change(
          other.slice(1).map(({ column }) => column),
          [gone],
        );
        const now = [...new Map([...one, ...other.slice(1)].map((its) => [its.lead.id, its])).values()].filter(
          ({ lead }) => lead.id !== gone,
        );
        const matrix = table.coverageOf({ nodes, regions, actor: reader });
        for (const node of [...nodes, undefined])
          for (const region of [...regions, undefined]) {
            const its = matrix.at(node, region);
            expect(its).toEqual(counted(now, reader, node, region));
            for (const kind of coverageKinds) seen[kind] += its[kind];
            if (node && region) expect(matrix.isBusy(node, region)).toBe(isBusy(now, node, region));
          }
      }),
      { numRuns: 600 },
    );
    for (const kind of coverageKinds) expect(seen[kind], kind).toBeGreaterThan(1_000);
  }, 120_000);
});
