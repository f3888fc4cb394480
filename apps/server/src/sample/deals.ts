import { type AnyDealStage, type DealStage, type Evidence, isOnRoad } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import { DealEntity, recordStage } from '../deals';
import { titleText } from '../companies';
import { newRecord } from '../platform/database/record.entity';
import type { Transaction } from '../platform/database/unit-of-work';
import { dateIn } from '../platform/time';
import type { SampleCompany } from './companies';
import { headOf, insertCard, landedFacts, landedStage, roadTo } from './landed';
import type { Person } from './people';
import { Random } from './random';

interface DealPlan {
  leadId: string;
  company: SampleCompany;
  owner: Person;
  money: { investmentAmount: string | null; investmentCurrency: string | null };
  title: string;
  /** When the lead was spoken to last: the deal moved then. */
  at: Date;
  createdAt: Date;
  /** Of its lead, in days. */
  age: number;
}

/** What of the evidence the sample has no papers for: the head has answered for them, and they are still asked for. */
const withoutPaper: Partial<Record<AnyDealStage, Evidence>> = { review: 'proposal', signed: 'agreement' };

/**
 * A deal and its past: most are still talked about, some rest, some were lost, and older ones have landed, with
 * everything they had to show but the papers themselves.
 * @returns when it began, and of a landed one when the site was visited
 */
export async function insertDeal(
  tx: Transaction,
  random: Random,
  plan: DealPlan,
): Promise<{ began: Date; visited: Date | null }> {
  const { leadId, company, owner, at, createdAt, age } = plan;
  const id = uuid();
  const [row] = await tx.query<{ number: string }>(`SELECT nextval('deal_numbers') AS number`);
  const number = Number(row?.number);
  const talked: AnyDealStage[] = ['negotiating', ...(random.chance(0.6) ? (['site_visit'] as const) : [])];
  const left = talked.at(-1) as DealStage;
  const end = random.next();
  if (end < 0.08) talked.push('on_hold');
  else if (end < 0.16) talked.push('lost');
  // Of its own chance, so that one deal more or less does not change the whole sample.
  const own = new Random(number);
  const landed = talked.at(-1) === 'site_visit' ? landedStage(own, number, age) : null;
  const road = landed ? roadTo(landed) : talked;
  const stage = road.at(-1) as AnyDealStage;
  const lostFor = stage === 'lost' ? random.pick(['no-interest', 'elsewhere', 'postponed']) : null;
  const began = new Date(createdAt.getTime() + (at.getTime() - createdAt.getTime()) / (landed ? 10 : 2));
  const when = (index: number) =>
    new Date(began.getTime() + ((at.getTime() - began.getTime()) * index) / Math.max(1, road.length - 1));
  const on = (instant: Date) => dateIn('Asia/Shanghai', instant);
  const code = `D-${began.getUTCFullYear()}-${String(number).padStart(5, '0')}`;
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
    stageSince: on(when(road.length - 1)),
    closeReason: lostFor,
    flagged: landed ? road.flatMap((each) => withoutPaper[each] ?? []) : [],
    waivers: {},
    totalInvestmentAmount: plan.money.investmentAmount,
    totalInvestmentCurrency: plan.money.investmentCurrency,
    ...(landed &&
      landedFacts(own, {
        stage: landed,
        number,
        on: (each) => on(when(road.indexOf(each))),
        money: plan.money,
        foreign: company.foreign,
        cluster: company.cluster,
      })),
  });
  const head = landed && (await headOf(tx, owner.departmentId));
  const about = { subjectType: 'deal', subjectId: id, leadId, companyId: company.id, actorId: owner.id } as const;
  for (const [index, to] of road.entries()) {
    const from = road[index - 1];
    const missing = landed && withoutPaper[to];
    const actorId = (missing && head) || owner.id;
    if (to === 'signed' && head)
      await insertCard(tx, own, { dealId: id, leadId, companyId: company.id, head, at: when(index) });
    await recordStage(tx, id, {
      from: from ?? null,
      to,
      on: on(when(index)),
      reason: to === 'on_hold' ? '等待总部预算' : missing ? '原件随后补交' : null,
      closeReason: to === 'lost' ? lostFor : null,
      overridden: missing ? [missing] : [],
      facts: null,
      at: when(index),
      actorId,
    });
    await tx.record(from ? 'deal.moved' : 'deal.created', {
      ...about,
      actorId,
      at: when(index),
      changes: from ? { stage: [from, to] } : { code: [null, code] },
    });
  }
  if (landed)
    await tx.query(`UPDATE leads SET park = (SELECT code FROM parks ORDER BY code LIMIT 1) WHERE id = $1`, [leadId]);
  return { began, visited: landed && when(road.indexOf('site_visit')) };
}
