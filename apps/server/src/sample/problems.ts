import { landedStages, type ProblemKind } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import { addDays } from '../platform/time';
import { Random } from './random';

interface Deal {
  id: string;
  lead_id: string;
  company_id: string;
  owner_id: string;
  landed: boolean;
}

const troubles: readonly [kind: ProblemKind, what: string, solution: string][] = [
  ['energy', '变电站余量不足,需要增容', '新增一台变压器,已送电'],
  ['approval', '施工图审查意见待回复', '设计单位已按意见修改并通过'],
  ['land', '地块内高压线需要迁改', '迁改完成并验收'],
  ['workers', '操作工招聘进度慢', '与职业学校签订订单班'],
  ['funds', '境外资金汇入手续未办完', '银行已办结登记'],
];

/** What stands in the way of deals that are under way, and of companies that have landed: some of it overdue, some solved. */
export async function insertProblems(tx: Transaction): Promise<void> {
  const random = new Random(2711);
  const deals = await tx.query<Deal>(
    `SELECT id, lead_id, company_id, owner_id, stage = ANY($1) AS landed FROM deals
     WHERE stage NOT IN ('negotiating', 'on_hold', 'lost') ORDER BY code`,
    [landedStages],
  );
  const today = tx.now.toISOString().slice(0, 10);
  for (const deal of deals) {
    if (!random.chance(0.55)) continue;
    const [kind, what, solution] = random.pick(troubles);
    const solved = random.chance(0.35);
    // The care of a landed company is a matter of its own, beside the deal that brought it.
    const dealId = deal.landed && random.chance(0.4) ? null : deal.id;
    const id = uuid();
    await tx.query(
      `INSERT INTO problems (id, company_id, deal_id, kind, what, core, handler_id, reporter_id, due_on, state, note, solved_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11)`,
      [
        id,
        deal.company_id,
        dealId,
        kind,
        what,
        random.chance(0.3),
        deal.owner_id,
        addDays(today, random.between(-12, 40)),
        solved ? 'solved' : 'open',
        solved ? solution : null,
        solved ? addDays(today, -random.between(1, 20)) : null,
      ],
    );
    await tx.record('problem.created', {
      subjectType: 'problem',
      subjectId: id,
      leadId: dealId && deal.lead_id,
      companyId: deal.company_id,
      actorId: deal.owner_id,
      changes: { what: [null, what] },
    });
  }
}
