import { randomUUID } from 'node:crypto';
import { addDays, dateIn, nextWorkingDay, type ReminderSubject } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { Calendars } from '../calendars';
import type { ReminderPlanner } from './planning/planner';
import { Replanner } from './planning/replanner';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let root: Agent;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld();
  const zone = await world.department('Zone');
  const team = await world.department('Team', zone);
  const works = await world.department('Works');
  const add = async (name: string, role: Parameters<World['user']>[1], department: string, more = {}) => {
    ids[name] = await world.user(name, role, department, more);
  };
  await add('dora', 'officer', team, { timeZone: 'Asia/Seoul' });
  await add('olga', 'officer', team, { deputyId: ids['dora'] });
  await add('weber', 'officer', team, { timeZone: 'Europe/Berlin' });
  await add('hugo', 'head', team);
  await add('hanna', 'head', zone);
  await add('lena', 'leader', zone);
  await add('colin', 'collaborator', works);
  ids['works'] = works;
  olga = await world.as('olga');
  root = await world.as('root');
});
afterAll(() => world.close());

interface Row {
  code: string;
  step: number;
  who: string;
  channel: string;
  at: string;
  state: string;
  reason: string | null;
}
const rowsOf = async (subjectId: string): Promise<Row[]> =>
  (
    await world.owner.query(
      `SELECT q.code, r.step, u.username AS who, r.channel, to_char(r.remind_at AT TIME ZONE u.time_zone, 'YYYY-MM-DD HH24:MI') AS at,
         r.state, r.reason
       FROM reminders r JOIN reminder_rules q ON q.id = r.rule_id JOIN users u ON u.id = r.user_id
       WHERE r.subject_id = $1 ORDER BY r.remind_at, q.code, u.username, r.channel`,
      [subjectId],
    )
  ).rows;
const planned = async (subjectId: string, code?: string) =>
  (await rowsOf(subjectId))
    .filter((row) => row.state === 'planned' && row.channel === 'email' && (!code || row.code === code))
    .map(({ code: rule, step, who, at }) => `${rule} ${step} ${who} ${at}`);
/** The reminders that wait for a record go out, as if their hour had come. */
const goesOut = async (subjectId: string, code: string) => {
  const { rows } = await world.owner.query(
    `UPDATE reminders r SET state = 'sent', handed_over_at = r.remind_at, ended_at = r.remind_at FROM reminder_rules q
     WHERE q.id = r.rule_id AND q.code = $2 AND r.subject_id = $1 AND r.state = 'planned' RETURNING r.subject_type`,
    [subjectId, code],
  );
  const subjectType = rows[0].subject_type as Exclude<ReminderSubject, 'user'>;
  await world.work.run('system', null, (tx) => tx.record(`${subjectType}.reminded`, { subjectType, subjectId }));
};
const inDays = (count: number) => addDays(dateIn(new Date(), 'Asia/Shanghai'), count);
const following = async (dueAt: string, more: object = {}) => {
  const { lead } = await newLead(olga, randomUUID());
  const task = { leadId: lead.id, title: 'Send the plan', dueAt, ...more };
  const { body } = await olga.post('/api/v1/follow-ups').send(task).expect(201);
  return { ...body, lead } as { id: string; version: number; lead: { id: string; version: number } };
};
const ruleOf = async (code: string) =>
  (await world.owner.query('SELECT id, version FROM reminder_rules WHERE code = $1', [code])).rows[0] as {
    id: string;
    version: number;
  };
const changeRule = async (code: string, set: string) => {
  const { id } = await ruleOf(code);
  await world.work.run('system', null, async (tx) => {
    await tx.query(`UPDATE reminder_rules SET ${set}, version = version + 1 WHERE id = $1`, [id]);
    await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: id });
  });
  await world.app.get(Replanner).run();
};

describe('the ladder of a follow-up', () => {
  it('goes from its owner to deputy, head and leader, each in their own morning, one step at a time', async () => {
    // A Monday without holidays near by in China and Korea.
    const { id } = await following('2030-03-11T06:00:00Z');
    const heard: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      heard.push(...(await planned(id)));
      await goesOut(id, 'followUp.due');
    }
    expect(heard).toEqual([
      'followUp.due 0 olga 2030-03-11 14:00',
      'followUp.due 1 olga 2030-03-12 09:00',
      'followUp.due 2 dora 2030-03-13 09:00',
      'followUp.due 3 hugo 2030-03-14 09:00',
      'followUp.due 4 lena 2030-03-25 09:00',
    ]);
    expect(await planned(id)).toEqual([]);
  });

  it('ends wherever it is when the task is done, and begins again where it stood when it is reopened', async () => {
    const { id } = await following('2030-03-11T06:00:00Z');
    await goesOut(id, 'followUp.due');
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version: 1, status: 'done' }).expect(200);
    expect(await planned(id)).toEqual([]);
    const last = (await rowsOf(id)).at(-1);
    expect(last).toMatchObject({ step: 1, state: 'cancelled', reason: 'over' });
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version: 2, status: 'open' }).expect(200);
    expect(await planned(id)).toEqual(['followUp.due 1 olga 2030-03-12 09:00']);
  });

  it('moves with the task, and says of what it had planned that it changed', async () => {
    const { id } = await following('2030-03-11T06:00:00Z');
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version: 1, dueAt: '2030-03-12T06:00:00Z' }).expect(200);
    expect(await planned(id)).toEqual(['followUp.due 0 olga 2030-03-12 14:00']);
    expect((await rowsOf(id))[0]).toMatchObject({ at: '2030-03-11 14:00', state: 'superseded' });
    // And back: the same reminder is planned again, not a second one beside it.
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version: 2, dueAt: '2030-03-11T06:00:00Z' }).expect(200);
    expect(await planned(id)).toEqual(['followUp.due 0 olga 2030-03-11 14:00']);
    expect(await rowsOf(id)).toHaveLength(4);
  });
});

describe('people and their days', () => {
  it('an absent owner’s deputy gets what falls into the absence, and the owner again what is cut out of it', async () => {
    const { id } = await following('2030-05-14T06:00:00Z');
    const { body: absence } = await olga
      .post('/api/v1/absences')
      .send({ deputyId: ids['dora'], fromOn: '2030-05-13', toOn: '2030-05-17' })
      .expect(201);
    await world.app.get(Replanner).run();
    expect(await planned(id)).toEqual(['followUp.due 0 dora 2030-05-14 15:00']);
    await olga.delete(`/api/v1/absences/${absence.id}`).expect(204);
    await world.app.get(Replanner).run();
    expect(await planned(id)).toEqual(['followUp.due 0 olga 2030-05-14 14:00']);
  });

  it('a day that the administrator declares free moves what was planned for it', async () => {
    const { id } = await following('2030-03-18T06:00:00Z');
    await goesOut(id, 'followUp.due');
    expect(await planned(id)).toEqual(['followUp.due 1 olga 2030-03-19 09:00']);
    await root.put('/api/v1/calendars/CN/days/2030-03-19').send({ kind: 'holiday', name: 'Flood' }).expect(200);
    await world.app.get(Replanner).run();
    expect(await planned(id)).toEqual(['followUp.due 1 olga 2030-03-20 09:00']);
    await root.delete('/api/v1/calendars/CN/days/2030-03-19').expect(204);
    await world.app.get(Replanner).run();
    expect(await planned(id)).toEqual(['followUp.due 1 olga 2030-03-19 09:00']);
  });

  it('who moves to another country is reminded in the morning there', async () => {
    const { id } = await following('2030-03-25T06:00:00Z', { ownerId: ids['olga'] });
    await goesOut(id, 'followUp.due');
    const { body: user } = await root.get(`/api/v1/users/${ids['olga']}`).expect(200);
    const moved = await root
      .patch(`/api/v1/users/${ids['olga']}`)
      .send({ version: user.version, timeZone: 'America/New_York', country: 'US' })
      .expect(200);
    await world.app.get(Replanner).run();
    expect(await planned(id)).toEqual(['followUp.due 1 olga 2030-03-26 09:00']);
    const [{ at }] = (
      await world.owner.query(`SELECT remind_at AS at FROM reminders WHERE subject_id = $1 AND state = 'planned'`, [id])
    ).rows;
    expect(at.toISOString()).toBe('2030-03-26T13:00:00.000Z');
    await root
      .patch(`/api/v1/users/${ids['olga']}`)
      .send({ version: moved.body.version, timeZone: 'Asia/Shanghai', country: 'CN' })
      .expect(200);
    await world.app.get(Replanner).run();
  });
});

describe('rules', () => {
  it('that change move what they had planned, and withdraw it when they are switched off', async () => {
    const { lead } = await newLead(olga, randomUUID());
    const calendar = await world.app.get(Calendars).of('CN');
    const before = await planned(lead.id, 'lead.screening');
    expect(before).toHaveLength(1);
    await changeRule('lead.screening', `steps = jsonb_set(steps, '{0,offset}', '30'), conditions = '{}'`);
    const [after] = await planned(lead.id, 'lead.screening');
    expect(after).not.toBe(before[0]);
    const day = after?.split(' ')[3] ?? '';
    expect(nextWorkingDay(calendar, day)).toBe(day);
    await changeRule('lead.screening', 'active = false');
    expect(await planned(lead.id, 'lead.screening')).toEqual([]);
    expect((await rowsOf(lead.id)).find(({ code }) => code === 'lead.screening')).toMatchObject({
      state: 'superseded',
      reason: 'rule-changed',
    });
    await changeRule('lead.screening', `active = true, steps = jsonb_set(steps, '{0,offset}', '3')`);
    expect(await planned(lead.id, 'lead.screening')).toEqual(before);
  });

  it('watch a lead by its status: the first answer, the screening, then its silence', async () => {
    const { lead, companyId } = await newLead(olga, randomUUID());
    const codes = async () => (await planned(lead.id)).map((each) => each.split(' ')[0]);
    expect((await codes()).sort()).toEqual(['lead.firstResponse', 'lead.protectionEnds', 'lead.screening']);
    const talk = { kind: 'online', status: 'completed', subject: 'Talk', startsAt: new Date().toISOString() };
    await olga
      .post('/api/v1/visits')
      .send({ ...talk, companyId, leadId: lead.id, minutes: 'They asked for 40 mu.' })
      .expect(201);
    const { body } = await olga.get(`/api/v1/leads/${lead.id}`).expect(200);
    if (body.status === 'new')
      await olga
        .post(`/api/v1/leads/${lead.id}/status`)
        .send({ version: body.version, status: 'contacted' })
        .expect(200);
    expect((await codes()).sort()).toEqual(['lead.protectionEnds', 'lead.quiet', 'lead.screening']);
    expect((await rowsOf(lead.id)).filter(({ code }) => code === 'lead.firstResponse')).toMatchObject([
      { state: 'cancelled', reason: 'over' },
      { state: 'cancelled', reason: 'over' },
    ]);
  });

  it('ask for the minutes of a visit until they are there, and call a visit to mind on the day before', async () => {
    const { lead, companyId } = await newLead(olga, randomUUID());
    const visit = { companyId, leadId: lead.id, kind: 'inbound', subject: 'Tour of the park' };
    const { body } = await olga
      .post('/api/v1/visits')
      .send({ ...visit, status: 'planned', startsAt: '2030-03-13T02:00:00Z', endsAt: '2030-03-13T04:00:00Z' })
      .expect(201);
    expect(await planned(body.id)).toEqual([
      'visit.soon 0 olga 2030-03-12 09:00',
      'visit.minutes 0 olga 2030-03-14 09:00',
    ]);
    await olga
      .patch(`/api/v1/visits/${body.id}`)
      .send({ version: body.version, minutes: 'They want a quiet plot.' })
      .expect(200);
    expect(await planned(body.id)).toEqual(['visit.soon 0 olga 2030-03-12 09:00']);
    const { body: seen } = await olga.get(`/api/v1/visits/${body.id}`).expect(200);
    await olga.patch(`/api/v1/visits/${body.id}`).send({ version: seen.version, status: 'cancelled' }).expect(200);
    expect(await planned(body.id)).toEqual([]);
  });

  it('tell of what is still to come by their last step alone, where an outage has made several late', async () => {
    const steps = (offsets: number[]) =>
      JSON.stringify(
        offsets.map((offset) => ({ id: `${offset}`, since: null, offset, unit: 'days', to: ['owner'], time: null })),
      );
    const { rows } = await world.owner.query(`SELECT steps::text FROM reminder_rules WHERE code = 'promise.due'`);
    await changeRule('promise.due', `steps = '${steps([-30, -25, -20, 1])}'`);
    const { lead } = await newLead(olga, randomUUID());
    const promise = { what: 'Plant', category: 'plant', toName: 'Kim', promisedBy: 'Olga', promisedOn: inDays(-60) };
    const { body } = await olga
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({ ...promise, dueOn: inDays(60) })
      .expect(201);
    // As if fifty days had passed without workers.
    await world.owner.query('ALTER TABLE promises DISABLE TRIGGER explained');
    await world.owner.query(`UPDATE promises SET due_on = $2 WHERE id = $1`, [body.id, inDays(10)]);
    await world.owner.query('ALTER TABLE promises ENABLE TRIGGER explained');
    await world.owner.query(
      `UPDATE reminders SET occurrence = $2::text, anchor_on = $2::date, remind_at = remind_at - interval '50 days'
       WHERE subject_id = $1`,
      [body.id, inDays(10)],
    );
    const touch = () =>
      world.work.run('system', null, (tx) =>
        tx.record('promise.updated', { subjectType: 'promise', subjectId: body.id }),
      );
    const standing = async () =>
      (await rowsOf(body.id))
        .map(({ step, channel, state, reason }) => [step, channel, state, reason].join(' '))
        .sort();
    await touch();
    const once = ['superseded newer', 'superseded newer', 'planned '].flatMap((each, step) => [
      `${step} email ${each}`,
      `${step} in_app ${each}`,
    ]);
    expect(await standing()).toEqual(once);
    await touch();
    expect(await standing()).toEqual(once);
    await changeRule('promise.due', `steps = '${rows[0].steps}'`);
  });

  it('take nobody by surprise with what lies far in the past', async () => {
    const { id } = await following('2026-01-05T06:00:00Z');
    expect(await rowsOf(id)).toEqual([]);
  });

  it('end with a deleted lead for all that hangs on it, and come back with it', async () => {
    const { id, lead } = await following('2030-03-11T06:00:00Z');
    const promise = { what: 'Plant', category: 'plant', toName: 'Kim', promisedBy: 'Olga', promisedOn: inDays(-1) };
    const { body } = await olga
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({ ...promise, dueOn: '2030-03-12' })
      .expect(201);
    expect(await planned(body.id)).toEqual(['promise.due 0 olga 2030-03-11 09:00']);
    await olga.delete(`/api/v1/leads/${lead.id}`).expect(204);
    for (const subject of [id, body.id, lead.id]) expect(await planned(subject)).toEqual([]);
    await olga.post(`/api/v1/recycle-bin/lead/${lead.id}/restore`).expect((response) => {
      expect(response.status).toBeLessThan(300);
    });
    expect(await planned(id)).toEqual(['followUp.due 0 olga 2030-03-11 14:00']);
    expect(await planned(body.id)).toEqual(['promise.due 0 olga 2030-03-11 09:00']);
  });
});

describe('a deal', () => {
  const deal = async (amount: string, more: object = {}) => {
    const company = { nameEn: `Works ${randomUUID()}`, country: 'KR', region: 'KR' };
    const { id: companyId } = (await olga.post('/api/v1/companies').send(company).expect(201)).body;
    await olga.post('/api/v1/contacts').send({ companyId, name: 'Somebody' }).expect(201);
    const input = {
      companyId,
      title: 'Plant',
      channel: 'chain',
      cluster: 'MED',
      totalInvestment: { amount, currency: 'CNY' },
    };
    const { body } = await olga.post('/api/v1/deals').send(input).expect(201);
    if (Object.keys(more).length === 0) return body as { id: string; version: number };
    return (
      await olga
        .patch(`/api/v1/deals/${body.id}`)
        .send({ version: body.version, ...more })
        .expect(200)
    ).body as {
      id: string;
      version: number;
    };
  };
  const daysUntil = (line: string | undefined) =>
    Math.round((Date.parse(line?.split(' ')[3] ?? '') - Date.parse(inDays(0))) / 86_400_000);

  it('of half a billion is looked at weekly, others every two weeks', async () => {
    const { id: major } = await deal('500000000');
    const { id: small } = await deal('499999999.99');
    const [ofMajor] = await planned(major, 'deal.quiet.major');
    expect(daysUntil(ofMajor)).toBeGreaterThanOrEqual(7);
    // The longest holidays of China do not stretch a week to two.
    expect(daysUntil(ofMajor)).toBeLessThan(18);
    expect(await planned(major, 'deal.quiet')).toEqual([]);
    expect(await planned(small, 'deal.quiet')).toHaveLength(1);
    expect(await planned(small, 'deal.quiet.major')).toEqual([]);
  });

  it('is told of when it stands longer than the norm of its stage, and when a promised month is over', async () => {
    const { id, version } = await deal('1000', { promisedStartedOn: '2031-03-10' });
    const milestone = async () => (await planned(id, 'deal.milestone')).sort();
    // The promise is for its month: yellow once that is over, for the owner and the head.
    expect(await milestone()).toEqual([
      'deal.milestone 0 hugo 2031-04-01 09:00',
      'deal.milestone 0 olga 2031-04-01 09:00',
    ]);
    await goesOut(id, 'deal.milestone');
    // Red after three months, for the leader too.
    expect((await milestone()).map((each) => each.split(' ')[2])).toEqual(['hugo', 'lena', 'olga']);
    expect(await planned(id, 'deal.overlong')).toHaveLength(1);
    const { body: held } = await olga
      .post(`/api/v1/deals/${id}/stage`)
      .send({ version, stage: 'on_hold', reason: 'The investor waits' })
      .expect(200);
    expect(held.stage).toBe('on_hold');
    expect(await planned(id)).toEqual([]);
  });

  it('has its assignments asked for where they were given, then where they come from', async () => {
    const { id } = await deal('1000');
    const task = { departmentId: ids['works'], title: 'Water', what: 'Say whether it reaches', dueOn: '2030-03-13' };
    const hugo = await world.as('hugo');
    const { body } = await hugo.post(`/api/v1/deals/${id}/assignments`).send(task).expect(201);
    expect(await planned(body.id, 'assignment.due')).toEqual(['assignment.due 0 colin 2030-03-12 09:00']);
    expect((await planned(body.id, 'assignment.unanswered')).map((each) => each.split(' ')[2])).toEqual(['colin']);
    await (await world.as('colin')).post(`/api/v1/assignments/${body.id}/accept`).send({ version: body.version });
    await goesOut(body.id, 'assignment.due');
    expect((await planned(body.id, 'assignment.due')).sort()).toEqual([
      'assignment.due 1 colin 2030-03-14 09:00',
      'assignment.due 1 hugo 2030-03-14 09:00',
    ]);
  });

  it('has its blockers called to mind of whoever sees to them', async () => {
    const { id } = await deal('1000');
    const problem = { kind: 'energy', what: 'No power', core: true, handlerId: ids['weber'], dueOn: '2030-03-13' };
    const { body } = await olga.post(`/api/v1/deals/${id}/problems`).send(problem).expect(201);
    expect(await planned(body.id)).toEqual(['problem.due 0 weber 2030-03-12 09:00']);
  });
});

it('passes over a record that cannot be planned, and plans the others', async () => {
  const planned: string[] = [];
  let bad: string | undefined;
  const planner = {
    plan: async (tx: { query: (sql: string) => Promise<unknown> }, all: ReadonlyMap<string, ReadonlySet<string>>) => {
      const subjects = [...all.values()].flatMap((some) => [...some]);
      bad ??= subjects[0];
      if (bad && subjects.includes(bad)) await tx.query('SELECT 1 / 0');
      planned.push(...subjects);
    },
  } as unknown as ReminderPlanner;
  const { rows } = await world.owner.query(
    `SELECT DISTINCT subject_id AS id FROM reminders WHERE state = 'planned' ORDER BY 1`,
  );
  await world.owner.query('DELETE FROM replans');
  await world.owner.query('INSERT INTO replans DEFAULT VALUES');
  await new Replanner(world.work, planner).run();
  expect(planned).toEqual(expect.arrayContaining(rows.map(({ id }) => id).filter((id) => id !== bad)));
  expect(planned).not.toContain(bad);
  expect(new Set(planned).size).toBe(planned.length);
  expect((await world.owner.query('SELECT FROM replans')).rows).toEqual([]);
});

it('looks at all deals again when what they are worth changes, by a new rate or one that comes into force', async () => {
  const left = async () =>
    (
      await world.owner.query(
        `SELECT DISTINCT q.conditions ? 'minInvestment' AS by_investment FROM replans p LEFT JOIN reminder_rules q ON q.id = p.rule_id`,
      )
    ).rows;
  const none = () => world.owner.query('DELETE FROM replans');
  const today = new Date().toISOString().slice(0, 10);
  await none();
  await root.post('/api/v1/exchange-rates').send({ currency: 'SGD', validFrom: today, rate: '0.75' }).expect(201);
  expect(await left()).toEqual([{ by_investment: true }]);
  await none();
  const replanner = new Replanner(world.work, { plan: async () => undefined } as unknown as ReminderPlanner);
  await replanner.noteRates();
  expect(await left()).toEqual([{ by_investment: true }]);
  await none();
  await replanner.noteRates();
  expect(await left()).toEqual([]);
});
