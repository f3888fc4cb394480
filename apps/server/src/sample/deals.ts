import { type AnyDealStage, type DealStage, isOnRoad } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import { DealEntity, recordStage } from '../deals';
import { titleText } from '../companies';
import { newRecord } from '../platform/database/record.entity';
import type { Transaction } from '../platform/database/unit-of-work';
import { dateIn } from '../platform/time';
import type { SampleCompany } from './companies';
import type { Person } from './people';
import type { Random } from './random';

interface DealPlan {
  leadId: string;
  company: SampleCompany;
  owner: Person;
  money: { investmentAmount: string | null; investmentCurrency: string | null };
  title: string;
  /** When the lead was spoken to last: the deal moved then. */
  at: Date;
  createdAt: Date;
}

/**
 * A deal at one of the stages whose evidence the sample really has: a visit took place, agreements and papers there
 * are none. Some rest, some were lost.
 */
export async function insertDeal(tx: Transaction, random: Random, plan: DealPlan): Promise<void> {
  const { leadId, company, owner, at, createdAt } = plan;
  const id = uuid();
  const road: AnyDealStage[] = ['negotiating', ...(random.chance(0.6) ? (['site_visit'] as const) : [])];
  const left = road.at(-1) as DealStage;
  const end = random.next();
  if (end < 0.12) road.push('on_hold');
  else if (end < 0.25) road.push('lost');
  const stage = road.at(-1) as AnyDealStage;
  const lostFor = stage === 'lost' ? random.pick(['no-interest', 'elsewhere', 'postponed']) : null;
  const began = new Date((createdAt.getTime() + at.getTime()) / 2);
  const on = (when: Date) => dateIn('Asia/Shanghai', when);
  const [row] = await tx.query<{ number: string }>(`SELECT nextval('deal_numbers') AS number`);
  const code = `D-${began.getUTCFullYear()}-${String(row?.number).padStart(5, '0')}`;
  const title = `${plan.title} 投资项目`.slice(0, 200);
  await tx.manager.insert(DealEntity, {
    ...newRecord(id, { ownerId: owner.id, departmentId: owner.departmentId }, began),
    updatedAt: at,
    code,
    title,
    titleText: titleText(title),
    leadId,
    companyId: company.id,
    stage,
    stageLeft: isOnRoad(stage) ? null : left,
    stageSince: on(road.length > 1 ? at : began),
    closeReason: lostFor,
    flagged: [],
    waivers: {},
    totalInvestmentAmount: plan.money.investmentAmount,
    totalInvestmentCurrency: plan.money.investmentCurrency,
  });
  const about = { subjectType: 'deal', subjectId: id, leadId, companyId: company.id, actorId: owner.id } as const;
  for (const [index, to] of road.entries()) {
    const from = road[index - 1];
    const when = index === 0 ? began : at;
    await recordStage(tx, id, {
      from: from ?? null,
      to,
      on: on(when),
      reason: to === 'on_hold' ? '等待总部预算' : null,
      closeReason: to === 'lost' ? lostFor : null,
      overridden: [],
      facts: null,
      at: when,
      actorId: owner.id,
    });
    await tx.record(from ? 'deal.moved' : 'deal.created', {
      ...about,
      at: when,
      changes: from ? { stage: [from, to] } : { code: [null, code] },
    });
  }
}
