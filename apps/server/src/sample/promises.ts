import { type PromiseCategory, promiseNeedsOffer, type PromiseState } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import type { Random } from './random';

interface Under {
  id: string;
  lead_id: string;
  company_id: string;
  owner_id: string;
  department_id: string;
  contact_id: string | null;
}

type Given = readonly [PromiseCategory, string];

const day = 86_400_000;
const given: readonly [Given, ...Given[]] = [
  ['plant', '三号标准厂房腾空交付'],
  ['utilities', '厂区供电增容至 8000 千伏安'],
  ['permit', '协助取得环评批复'],
  ['schooling', '安排三名外籍员工子女入学'],
  ['housing', '提供二十套人才公寓'],
  ['subsidy', '提交技术改造补助申请'],
  ['policy', '书面答复设备进口减免税办法'],
];

/** What was promised on the deals under way: among them one that is overdue and one that was kept. */
export async function insertPromises(tx: Transaction, random: Random): Promise<void> {
  const deals = await tx.query<Under>(
    `SELECT d.id, d.lead_id, d.company_id, d.owner_id, d.department_id,
       (SELECT k.id FROM contacts k WHERE k.company_id = d.company_id ORDER BY k.id LIMIT 1) AS contact_id
     FROM deals d WHERE d.stage <> 'lost' ORDER BY d.code`,
  );
  for (const [index, deal] of deals.entries()) {
    if (index === 0) await insert(tx, random, deal, { state: 'open', due: -5 });
    else if (index === 1) await insert(tx, random, deal, { state: 'kept', due: -3 });
    else if (random.chance(0.45)) await insert(tx, random, deal, { state: 'open', due: random.between(-4, 45) });
  }
}

async function approvedOffer(tx: Transaction, leadId: string): Promise<string | null> {
  const [offer] = await tx.query<{ id: string }>(
    `SELECT o.id FROM offers o JOIN deals d ON d.id = o.deal_id
     WHERE d.lead_id = $1 AND o.kind = 'subsidy' AND o.state = 'approved' ORDER BY o.id LIMIT 1`,
    [leadId],
  );
  return offer?.id ?? null;
}

async function insert(
  tx: Transaction,
  random: Random,
  deal: Under,
  { state, due }: { state: PromiseState; due: number },
): Promise<void> {
  const id = uuid();
  const picked = random.pick(given);
  const offerId = promiseNeedsOffer(picked[0]) ? await approvedOffer(tx, deal.lead_id) : null;
  // Nothing is given as support before it was judged: where no offer was, a building is promised.
  const [category, what] = promiseNeedsOffer(picked[0]) && !offerId ? given[0] : picked;
  const on = (days: number) => new Date(tx.now.getTime() + days * day).toISOString().slice(0, 10);
  const dueOn = on(due);
  await tx.query(
    `INSERT INTO promises (id, what, category, contact_id, to_name, promised_by, promised_on, due_on, state, settled_at, company_id, lead_id, deal_id, owner_id, department_id, offer_id)
     SELECT $1, $2, $3, $4, $5, u.display_name, $6, $7, $8, $9, $10, $11, $12, u.id, $13, $15 FROM users u WHERE u.id = $14`,
    [
      id,
      what,
      category,
      deal.contact_id,
      deal.contact_id ? null : '项目负责人',
      on(due - random.between(20, 60)),
      dueOn,
      state,
      state === 'open' ? null : tx.now,
      deal.company_id,
      deal.lead_id,
      deal.id,
      deal.department_id,
      deal.owner_id,
      offerId,
    ],
  );
  const about = { leadId: deal.lead_id, companyId: deal.company_id, actorId: deal.owner_id };
  await tx.record('promise.created', {
    subjectType: 'promise',
    subjectId: id,
    ...about,
    changes: { what: [null, what] },
  });
  if (state === 'kept')
    await tx.record('promise.kept', {
      subjectType: 'promise',
      subjectId: id,
      ...about,
      changes: { state: ['open', state] },
    });
}
