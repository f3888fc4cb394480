import { v7 as uuid } from 'uuid';
import { newRecord } from '../platform/database/record.entity';
import type { Transaction } from '../platform/database/unit-of-work';
import { VisitEntity } from '../visits';

interface Lead {
  id: string;
  company_id: string;
  name: string;
  owner_id: string;
  department_id: string;
}

const day = 86_400_000;
const cities = ['首尔', '水原', '仁川'] as const;

/** A journey to Korea with three stops, and a reception whose day is planned. */
export async function insertTours(tx: Transaction): Promise<void> {
  await journey(tx);
  await preparation(tx);
}

async function journey(tx: Transaction): Promise<void> {
  const leads = await tx.query<Lead>(
    `SELECT DISTINCT ON (owner_id, company_id) l.id, l.company_id, c.name, l.owner_id, l.department_id
     FROM leads l JOIN companies c ON c.id = l.company_id
     WHERE l.region = 'KR' AND l.status IN ('contacted', 'qualified') AND l.pooled_at IS NULL
       AND l.owner_id = (SELECT owner_id FROM leads WHERE region = 'KR' AND pooled_at IS NULL GROUP BY owner_id ORDER BY count(*) DESC, owner_id LIMIT 1)
     ORDER BY owner_id, company_id, l.code LIMIT 3`,
  );
  const [first] = leads;
  if (!first) return;
  const start = monday(tx.now);
  const at = (days: number, hour: number) => new Date(start.getTime() + days * day + hour * 3_600_000);
  const on = (days: number) => at(days, 0).toISOString().slice(0, 10);
  const id = uuid();
  await tx.query(
    `INSERT INTO tours (id, title, from_on, to_on, lead_person, members, cities, owner_id, department_id)
     VALUES ($1, '赴韩国招商', $2, $3, '管委会副主任', $4, $5, $6, $7)`,
    [id, on(0), on(2), ['招商部负责人', '韩国招商专员', '翻译'], [...cities], first.owner_id, first.department_id],
  );
  await tx.record('tour.created', { subjectType: 'tour', subjectId: id, actorId: first.owner_id });
  for (const [index, lead] of leads.entries()) {
    const visitId = uuid();
    const whose = { ownerId: lead.owner_id, departmentId: lead.department_id };
    await tx.manager.insert(VisitEntity, {
      ...newRecord(visitId, whose, tx.now),
      kind: 'outbound',
      status: 'planned',
      subject: `拜访${lead.name}`.slice(0, 200),
      companyId: lead.company_id,
      leadId: lead.id,
      tourId: id,
      city: cities[index] ?? null,
      startsAt: at(index, 1),
      endsAt: at(index, 3),
      purpose: '了解扩产计划,介绍园区厂房与配套',
    });
    await tx.record('visit.created', {
      subjectType: 'visit',
      subjectId: visitId,
      leadId: lead.id,
      companyId: lead.company_id,
      actorId: lead.owner_id,
      changes: { kind: [null, 'outbound'], status: [null, 'planned'] },
    });
  }
}

/** The next visit that is planned anyway becomes a reception with a programme. */
async function preparation(tx: Transaction): Promise<void> {
  const [visit] = await tx.query<{ id: string; lead_id: string; company_id: string; owner_id: string }>(
    `SELECT id, lead_id, company_id, owner_id FROM visits
     WHERE status = 'planned' AND tour_id IS NULL ORDER BY kind <> 'inbound', starts_at, id LIMIT 1`,
  );
  if (!visit) return;
  const plan = {
    purpose: '实地考察厂房,商谈供电与人才公寓',
    itinerary: [
      { time: '9:30', place: '管委会会议室', what: '会谈:项目情况与政策' },
      { time: '11:00', place: '标准厂房', what: '查看层高、荷载与供电' },
      { time: '14:00', place: '创新平台', what: '参观并座谈' },
      { time: '16:00', place: '人才公寓', what: '查看房源' },
    ],
    hosts: [
      { name: '管委会副主任', title: '主持会谈' },
      { name: '规划建设部门', title: '介绍厂房条件' },
    ],
    guests: [
      { name: '企业投资部负责人', title: '带队' },
      { name: '工厂技术负责人', title: '了解厂房与能耗' },
    ],
    vehicles: '商务车一辆,管委会门口接站',
    materials: '园区规划图、厂房图纸、政策汇编',
    talking_points: '供电增容的时间\n前两年租金\n外籍员工子女入学',
    next_steps: [
      {
        id: uuid(),
        what: '发送厂房图纸',
        dueOn: new Date(tx.now.getTime() + 14 * day).toISOString().slice(0, 10),
        ownerId: null,
        followUpId: null,
      },
    ],
  };
  await tx.query(
    `UPDATE visits SET kind = 'inbound', purpose = $2, itinerary = $3, hosts = $4, guests = $5, talking_points = $6, next_steps = $7, vehicles = $8, materials = $9 WHERE id = $1`,
    [
      visit.id,
      plan.purpose,
      ...[plan.itinerary, plan.hosts, plan.guests].map((list) => JSON.stringify(list)),
      plan.talking_points,
      JSON.stringify(plan.next_steps),
      plan.vehicles,
      plan.materials,
    ],
  );
  await tx.record('visit.updated', {
    subjectType: 'visit',
    subjectId: visit.id,
    leadId: visit.lead_id,
    companyId: visit.company_id,
    actorId: visit.owner_id,
    changes: { purpose: [null, plan.purpose] },
  });
}

/** Midnight, world time, of a Monday at least a week ahead. */
function monday(now: Date): Date {
  const at = new Date(now.getTime() + 7 * day);
  at.setUTCHours(0, 0, 0, 0);
  while (at.getUTCDay() !== 1) at.setUTCDate(at.getUTCDate() + 1);
  return at;
}
