import { screeningAspects } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import type { Random } from './random';

interface Under {
  id: string;
  lead_id: string;
  company_id: string;
  owner_id: string;
}

const day = 86_400_000;

/** Opinions, offers and assignments on the deals of the sample that are under way. */
export async function insertReviews(tx: Transaction, random: Random): Promise<void> {
  const deals = await tx.query<Under>(
    `SELECT id, lead_id, company_id, owner_id FROM deals WHERE stage IN ('negotiating', 'site_visit') ORDER BY code`,
  );
  const [planning] = await tx.query<{ id: string }>(
    `SELECT department_id AS id FROM users WHERE role = 'collaborator' LIMIT 1`,
  );
  const [leader] = await tx.query<{ id: string }>(`SELECT id FROM users WHERE role = 'leader' LIMIT 1`);
  for (const deal of deals) {
    if (random.chance(0.7)) await screen(tx, random, deal);
    if (random.chance(0.4)) await offer(tx, random, deal, leader?.id ?? null);
    if (planning && random.chance(0.35)) await assign(tx, random, deal, planning.id);
  }
}

const about = ({ lead_id: leadId, company_id: companyId, owner_id: actorId }: Under) => ({
  leadId,
  companyId,
  actorId,
});

async function screen(tx: Transaction, random: Random, deal: Under): Promise<void> {
  const verdict = () => ({ verdict: random.pick(['supports', 'supports', 'neutral'] as const), remark: '' });
  const aspects = Object.fromEntries(screeningAspects.map((aspect) => [aspect, verdict()]));
  const conclusion = random.pick(['recommended', 'recommended', 'conditional']);
  await tx.query(
    `INSERT INTO screenings (id, lead_id, author_id, aspects, conclusion, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [uuid(), deal.lead_id, deal.owner_id, JSON.stringify(aspects), conclusion, new Date(tx.now.getTime() - 20 * day)],
  );
  await tx.record('lead.screened', {
    subjectType: 'lead',
    subjectId: deal.lead_id,
    ...about(deal),
    changes: { conclusion: [null, conclusion] },
  });
}

async function offer(tx: Transaction, random: Random, deal: Under, judge: string | null): Promise<void> {
  const id = uuid();
  const [kind, what, basis] = random.pick([
    ['rent', '标准厂房前两年租金减半', '园区标准厂房管理办法第九条'],
    ['subsidy', '设备投资按比例补助', '制造业技术改造补助办法第五条'],
    ['other', '协助办理员工子女入学', '人才服务实施细则第十二条'],
  ] as const);
  const judged = judge !== null && random.chance(0.5);
  await tx.query(
    `INSERT INTO offers (id, deal_id, kind, what, legal_basis, state, author_id, authors, reviewer_id, reviewed_at, review_note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, ARRAY[$7::uuid], $8, $9, $10)`,
    [
      id,
      deal.id,
      kind,
      what,
      basis,
      judged ? 'approved' : 'in_review',
      deal.owner_id,
      judged ? judge : null,
      judged ? tx.now : null,
      judged ? '对同类企业一视同仁,符合要求' : null,
    ],
  );
  await tx.record('offer.created', {
    subjectType: 'offer',
    subjectId: id,
    ...about(deal),
    changes: { what: [null, what] },
  });
}

async function assign(tx: Transaction, random: Random, deal: Under, departmentId: string): Promise<void> {
  const id = uuid();
  const [title, what] = random.pick([
    ['核对地块规划条件', '请确认拟选地块的用地性质、容积率和退线要求。'],
    ['厂房荷载与层高', '请核对备选厂房的楼面荷载、层高和货梯条件。'],
    ['用电增容方案', '请就新增负荷的接入点和工期提出意见。'],
  ] as const);
  const dueOn = new Date(tx.now.getTime() + random.between(-6, 15) * day).toISOString().slice(0, 10);
  await tx.query(
    `INSERT INTO assignments (id, deal_id, department_id, giver_id, title, what, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, deal.id, departmentId, deal.owner_id, title, what, dueOn],
  );
  await tx.record('assignment.created', {
    subjectType: 'assignment',
    subjectId: id,
    ...about(deal),
    changes: { title: [null, title] },
  });
}
