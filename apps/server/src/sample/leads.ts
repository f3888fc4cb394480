import type { ChainGap, LeadStatus, VisitKind } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import { titleText } from '../companies';
import { FollowUpEntity } from '../follow-ups';
import { LeadEntity, recordOwnership, recordStatus } from '../leads';
import { insertDeal } from './deals';
import { newRecord } from '../platform/database/record.entity';
import type { Transaction } from '../platform/database/unit-of-work';
import { VisitEntity } from '../visits';
import type { SampleCompany } from './companies';
import type { Person } from './people';
import { Random } from './random';

export interface LeadPlan {
  company: SampleCompany;
  owner: Person;
  node: string | null;
  gap: ChainGap | null;
  subject: string;
  createdAt: Date;
}

const day = 86_400_000;
const channels = [
  'chain',
  'chain',
  'anchor',
  'stationed',
  'stationed',
  'team',
  'exhibition',
  'agency',
  'inquiry',
  'fund',
  'platform',
];
const reasons = ['no-interest', 'elsewhere', 'postponed', 'not-fit', 'site', 'policy', 'unreachable'];
const projects = ['生产基地项目', '研发中心项目', '增资扩产项目', '中国总部项目', '配套工厂项目', '合资合作项目'];
const steps = [
  '发送园区资料与厂房清单',
  '电话确认考察日程',
  '约见投资部负责人',
  '补充用地与能耗需求',
  '反馈政策问答',
  '安排高层会见',
];
const talks = [
  '介绍了园区产业基础与配套政策,对方对本地供应链兴趣较大。',
  '对方说明扩产计划,仍在比较两处选址,需要厂房与能耗指标。',
  '就合作方式初步交换意见,对方希望了解人才与物流条件。',
];

/** The statuses a lead of that age has passed through, the present one last. */
function road(random: Random, ageInDays: number): LeadStatus[] {
  if (ageInDays < 10) return random.chance(0.6) ? ['new'] : ['new', 'contacted'];
  const roll = random.next();
  const closed = Math.min(0.6, ageInDays / 1200);
  if (roll < closed) return random.chance(0.5) ? ['new', 'disqualified'] : ['new', 'contacted', 'disqualified'];
  if (roll < closed + 0.1) return ['new', 'contacted', 'dormant'];
  if (roll < closed + 0.35) return ['new', 'contacted', 'qualified'];
  return ageInDays < 60 && roll > 0.85 ? ['new'] : ['new', 'contacted'];
}

/** One lead with its history: the moves, the visits, the next step. */
export async function insertLead(tx: Transaction, random: Random, plan: LeadPlan): Promise<void> {
  const { company, owner } = plan;
  const createdAt = inOffice(random, plan.createdAt, plan.createdAt);
  const whose = { ownerId: owner.id, departmentId: owner.departmentId };
  // As planned, without the weekend that it may have been moved over: the zone is the same on whatever day it is made.
  const age = (tx.now.getTime() - plan.createdAt.getTime()) / day;
  const money = investment(random, company.region);
  const passed = road(random, age);
  // A deal needs somebody at the company, and a first word about money.
  if (passed.at(-1) === 'qualified' && company.contactId && money.investmentAmount && random.chance(0.7))
    passed.push('converted');
  const status = passed.at(-1) as LeadStatus;
  const open = status !== 'dormant' && status !== 'disqualified';
  // Open leads were spoken to lately, some too long ago; closed ones rest where they ended.
  const sinceContact =
    status === 'new' ? age : Math.min(age * 0.9, open ? random.between(0, 40) : random.between(60, 400));
  const contact = inOffice(random, new Date(tx.now.getTime() - sinceContact * day), tx.now);
  const lastContactAt = contact > createdAt ? contact : createdAt;
  const id = uuid();
  const [number] = await tx.query<{ number: string }>(`SELECT nextval('lead_numbers') AS number`);
  const code = `L-${createdAt.getUTCFullYear()}-${String(number?.number).padStart(5, '0')}`;
  const title = `${company.name} ${plan.subject}${random.pick(projects)}`.slice(0, 200);
  const anchor = random.chance(0.15) ? random.pick(['HP', 'WEGO']) : null;
  const channel = random.pick(channels);
  const wakeOn =
    status === 'dormant' ? new Date(tx.now.getTime() + random.between(10, 120) * day).toISOString().slice(0, 10) : null;
  const closeReason = status === 'disqualified' ? random.pick(reasons) : null;
  await tx.manager.insert(LeadEntity, {
    ...newRecord(id, whose, createdAt),
    code,
    title,
    titleText: titleText(title),
    companyId: company.id,
    status,
    cluster: company.cluster,
    region: company.region,
    chainNode: plan.node,
    chainGap: plan.gap,
    anchor,
    channel,
    ...money,
    wakeOn,
    closeReason,
    lastContactAt,
    updatedAt: lastContactAt,
  });
  await recordOwnership(tx, id, { kind: 'reported', from: null, to: whose, at: createdAt });
  const about = { leadId: id, companyId: company.id, actorId: owner.id };
  await tx.record('lead.created', {
    subjectType: 'lead',
    subjectId: id,
    ...about,
    at: createdAt,
    changes: { code: [null, code] },
  });
  if (passed.includes('contacted'))
    await insertVisit(tx, random, { leadId: id, companyId: company.id, plan, at: lastContactAt, status: 'completed' });
  let end = lastContactAt;
  if (status === 'converted') {
    const deal = { leadId: id, company, owner, money, title: company.name, at: lastContactAt, createdAt, age };
    const { began, visited } = await insertDeal(tx, random, deal);
    end = began;
    // The visit by which a deal that has landed went on, of a chance of its own.
    if (visited)
      await insertVisit(tx, new Random(visited.getTime() / 1_000), {
        leadId: id,
        companyId: company.id,
        plan,
        at: visited,
        status: 'completed',
      });
  }
  // Of a chance of its own, so that nothing else of the zone changes with it.
  const pace = new Random(createdAt.getTime() / 1_000);
  for (const [index, to] of passed.slice(1).entries()) {
    const from = passed[index] ?? 'new';
    const at = to in paces ? afterDays(createdAt, paces[to as keyof typeof paces](pace), end) : end;
    await recordStatus(tx, id, { from, to, at, closeReason: to === status ? closeReason : null, actorId: owner.id });
    await tx.record('lead.moved', {
      subjectType: 'lead',
      subjectId: id,
      ...about,
      at,
      changes: { status: [from, to] },
    });
  }
  if (open && random.chance(0.15)) {
    const soon = workingHour(tx.now, random.between(1, 12), random.between(9, 16));
    await insertVisit(tx, random, { leadId: id, companyId: company.id, plan, at: soon, status: 'planned' });
  }
  if (open && random.chance(0.7)) await insertFollowUp(tx, random, { leadId: id, companyId: company.id }, whose);
}

function investment(random: Random, region: string) {
  if (random.chance(0.35)) return { investmentAmount: null, investmentCurrency: null };
  const home = ['JJJ', 'YRD', 'PRD', 'BHR', 'CN'].includes(region);
  const millions = home ? random.between(20, 900) : random.between(3, 120);
  return { investmentAmount: `${millions}000000.00`, investmentCurrency: home ? 'CNY' : 'USD' };
}

/** Days after its creation until a lead is contacted, and qualified. */
const paces = {
  contacted: (random: Random) => random.between(0, 9),
  qualified: (random: Random) => random.between(10, 45),
};

/** So many days later, where that is before the limit. */
const afterDays = (at: Date, days: number, limit: Date) =>
  new Date(Math.min(at.getTime() + days * day, Math.max(at.getTime(), limit.getTime())));

/** The last working hour, Beijing time, on or before that day and not after the limit. */
function inOffice(random: Random, at: Date, limit: Date): Date {
  const moved = new Date(at);
  moved.setUTCHours(random.between(1, 9), random.pick([0, 15, 30, 45]), 0, 0);
  while (moved > limit || moved.getUTCDay() === 0 || moved.getUTCDay() === 6) moved.setUTCDate(moved.getUTCDate() - 1);
  return moved;
}

/** An hour of the working day so many days from now, Beijing time; a weekend becomes the Monday after. */
function workingHour(now: Date, days: number, hour: number): Date {
  const at = new Date(now.getTime() + days * day);
  at.setUTCHours(hour - 8, 0, 0, 0);
  const weekday = at.getUTCDay();
  if (weekday === 6) at.setUTCDate(at.getUTCDate() + 2);
  if (weekday === 0) at.setUTCDate(at.getUTCDate() + 1);
  return at;
}

interface VisitPlan {
  leadId: string;
  companyId: string;
  plan: LeadPlan;
  at: Date;
  status: 'planned' | 'completed';
}

async function insertVisit(
  tx: Transaction,
  random: Random,
  { leadId, companyId, plan, at, status }: VisitPlan,
): Promise<void> {
  const id = uuid();
  const kind = random.pick<VisitKind>(['inbound', 'outbound', 'online', 'online', 'event']);
  const whose = { ownerId: plan.owner.id, departmentId: plan.owner.departmentId };
  const done = status === 'completed';
  await tx.manager.insert(VisitEntity, {
    ...newRecord(id, whose, done ? at : tx.now),
    kind,
    status,
    subject: `${plan.company.name} ${done ? '洽谈' : '拜访'}`.slice(0, 200),
    companyId,
    leadId,
    startsAt: at,
    endsAt: new Date(at.getTime() + 90 * 60_000),
    minutes: done ? random.pick(talks) : null,
    results: done && kind === 'outbound' ? '对方同意派员来园区考察。' : null,
    nextStep: done ? random.pick(steps) : null,
  });
  if (plan.company.contactId)
    await tx.query('INSERT INTO visit_contacts VALUES ($1, $2)', [id, plan.company.contactId]);
  await tx.record('visit.created', {
    subjectType: 'visit',
    subjectId: id,
    leadId,
    companyId,
    actorId: plan.owner.id,
    ...(done && { at }),
    changes: { kind: [null, kind], status: [null, status] },
  });
}

async function insertFollowUp(
  tx: Transaction,
  random: Random,
  about: { leadId: string; companyId: string },
  whose: { ownerId: string; departmentId: string },
): Promise<void> {
  const dueAt = workingHour(tx.now, random.between(-6, 14), random.between(9, 17));
  const followUp = tx.manager.create(FollowUpEntity, {
    ...newRecord(uuid(), whose, tx.now),
    ...about,
    visitId: null,
    title: random.pick(steps),
    note: null,
    dueAt,
    noticeMinutes: random.pick([0, 30, 60, 1440]),
    status: 'open',
    doneAt: null,
  });
  await tx.manager.insert(FollowUpEntity, followUp);
  await tx.record('followUp.created', {
    subjectType: 'followUp',
    subjectId: followUp.id,
    ...about,
    actorId: whose.ownerId,
    changes: { title: [null, followUp.title], dueAt: [null, dueAt] },
  });
}
