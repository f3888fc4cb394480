import { addDays, type LadderStep, type ReminderStep } from '@torch/domain';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { Replanner } from '../reminders/planning/replanner';

type Agent = Awaited<ReturnType<World['as']>>;
interface Rule {
  id: string;
  version: number;
  code: string;
  own: boolean;
  active: boolean;
  steps: LadderStep[];
}

let world: World;
let root: Agent;
let olga: Agent;
let home: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld();
  home = await world.department('Seoul');
  ids['hanna'] = await world.user('hanna', 'head', home);
  ids['olga'] = await world.user('olga', 'officer', home);
  await world.user('auditor', 'auditor', home);
  [root, olga] = [await world.as('root'), await world.as('olga')];
});
afterAll(() => world.close());

const step = (offset: number, to: ReminderStep['to'] = ['owner'], time: string | null = null): ReminderStep => ({
  offset,
  unit: 'days',
  to,
  time,
});
const all = async (agent = root) => (await agent.get('/api/v1/reminder-rules').expect(200)).body.items as Rule[];
const rule = async (code: string) => (await all()).find((each) => each.code === code) as Rule;
const patch = (id: string, input: object) => root.patch(`/api/v1/reminder-rules/${id}`).send(input);
const replan = () => world.app.get(Replanner).run();
const errors = (body: { errors: { path: string; code: string }[] }) =>
  body.errors.map(({ path, code }) => `${path} ${code}`);

/** A promise of olga's, due on a day. */
async function promise(dueOn = '2031-03-05'): Promise<string> {
  const { lead } = await newLead(olga, randomUUID());
  const said = { what: 'Water', category: 'plant', toName: 'Park', promisedBy: 'Kim', promisedOn: '2026-01-05' };
  const { body } = await olga
    .post(`/api/v1/leads/${lead.id}/promises`)
    .send({ ...said, dueOn })
    .expect(201);
  return body.id;
}
/** Steps of those places have told of a promise long ago, olga or her head. */
const wentOut = async (subjectId: string, places: number[]) => {
  const { id: ruleId, steps } = await rule('promise.due');
  for (const place of places)
    await world.owner.query(
      `INSERT INTO reminders (id, rule_id, subject_type, subject_id, occurrence, step, step_id, user_id, channel, remind_at, state, handed_over_at, ended_at)
       SELECT gen_random_uuid(), $2, 'promise', p.id, p.due_on::text, $3, $4, $5, channel, at, 'sent', at + interval '1 second', at + interval '1 second'
       FROM promises p, unnest(ARRAY['email', 'in_app']) channel, LATERAL (SELECT p.due_on + $3 * interval '1 day' + interval '1 hour' AS at) w WHERE p.id = $1`,
      [subjectId, ruleId, place, steps[place]?.id, ids[steps[place]?.to[0] === 'head' ? 'hanna' : 'olga']],
    );
};
/** What waits of a promise goes out, as if its hour had come. */
const goesOut = async (subjectId: string) => {
  await world.owner.query(
    `UPDATE reminders SET state = 'sent', handed_over_at = now(), ended_at = now() WHERE subject_id = $1 AND state = 'planned'`,
    [subjectId],
  );
  await world.work.run('system', null, (tx) => tx.record('promise.reminded', { subjectType: 'promise', subjectId }));
};
const rows = async (subjectId: string) =>
  (
    await world.owner.query(
      `SELECT q.code, r.step, r.state, r.reason, r.remind_at AS at FROM reminders r JOIN reminder_rules q ON q.id = r.rule_id
       WHERE r.subject_id = $1 AND r.channel = 'email' ORDER BY r.step, r.state, r.remind_at`,
      [subjectId],
    )
  ).rows.map(({ code, step: index, state, reason, at }) =>
    [code, index, state, reason ?? '', (at as Date).toISOString().slice(0, 16)].join(' '),
  );

describe('the rules', () => {
  it('are read by whoever they remind, in their order, and edited by the administrator alone', async () => {
    const seen = await all(olga);
    expect(seen).toHaveLength(21);
    expect(seen[0]).toMatchObject({ code: 'followUp.due', kind: 'followUp', own: false, active: true, version: 1 });
    await olga.get(`/api/v1/reminder-rules/${seen[0]?.id}`).expect(200);
    await olga.patch(`/api/v1/reminder-rules/${seen[0]?.id}`).send({ version: 1, active: false }).expect(403);
    await (await world.as('auditor')).get('/api/v1/reminder-rules').expect(403);
    await olga.get('/api/v1/reminder-rules/tomorrow').expect(403);
    await olga.get('/api/v1/reminder-settings').expect(403);
    await root.get(`/api/v1/reminder-rules/${randomUUID()}`).expect(404);
    await root.get(`/api/v1/reminder-rules/${randomUUID()}/history`).expect(404);
  });

  it('say what is wrong with them, at its place', async () => {
    const { id } = await rule('promise.due');
    const wrong = { conditions: { stages: ['signed'] }, steps: [step(3), { ...step(1), unit: 'hours' }] };
    const { body } = await patch(id, { version: 1, ...wrong }).expect(422);
    expect(errors(body)).toEqual([
      'conditions.stages condition-foreign',
      'steps.1.unit unit-foreign',
      'steps.1.offset order',
    ]);
    const quiet = await rule('lead.quiet');
    const { body: unknown } = await patch(quiet.id, { version: 1, conditions: { channels: ['gone'] } }).expect(422);
    expect(errors(unknown)).toEqual(['conditions.channels unknown-code']);
    await patch(id, { version: 1, steps: [{ ...step(1), time: '25:00' }] }).expect(400);
    await patch(id, { version: 1, trigger: 'deal.quiet' }).expect(400);
    await patch(id, { version: 1, steps: [step(1, ['owner', 'owner'])] }).expect(400);
    const weekly = await rule('digest.weekly');
    const two = [weekly.steps[0], weekly.steps[0]];
    expect(errors((await patch(weekly.id, { version: 1, steps: two }).expect(422)).body)).toEqual(['steps one-step']);
    const digest = { trigger: 'digest.personal', nameZh: '再来', nameEn: 'Again', conditions: {}, steps: [step(1)] };
    const refused = await root.post('/api/v1/reminder-rules').send(digest).expect(422);
    expect(errors(refused.body)).toEqual(['trigger one-digest']);
  });

  it('show who comes second what the first has made of them, and keep who changed what', async () => {
    const { id } = await rule('tour.report');
    const { body } = await patch(id, { version: 1, nameEn: 'Report of a mission', steps: [step(7)] }).expect(200);
    expect(body).toMatchObject({ version: 2, nameEn: 'Report of a mission' });
    const stale = await patch(id, { version: 1, active: false }).expect(409);
    expect(stale.body.current).toEqual(body);
    expect((await patch(id, { version: 2, steps: body.steps }).expect(200)).body.version).toBe(2);
    const { body: history } = await olga.get(`/api/v1/reminder-rules/${id}/history`).expect(200);
    expect(history.items).toMatchObject([
      { act: 'updated', actorName: 'Root', changes: { nameEn: ['Report of a mission due', 'Report of a mission'] } },
    ]);
    expect(history.items[0].changes.steps[1]).toMatchObject([step(7)]);
  });
});

describe('a changed rule', () => {
  it('moves what it has planned, withdraws it when it is switched off, and plans again when it is on', async () => {
    const id = await promise();
    expect(await rows(id)).toEqual(['promise.due 0 planned  2031-03-04T01:00']);
    const { id: ruleId, version, steps } = await rule('promise.due');
    const earlier = [{ ...steps[0], ...step(-7, ['owner'], '14:30') }, ...steps.slice(1)];
    await patch(ruleId, { version, steps: earlier }).expect(200);
    await replan();
    expect(await rows(id)).toEqual(['promise.due 0 planned  2031-02-26T06:30']);
    await patch(ruleId, { version: version + 1, active: false }).expect(200);
    await replan();
    expect(await rows(id)).toEqual(['promise.due 0 superseded rule-changed 2031-02-26T06:30']);
    await patch(ruleId, { version: version + 2, active: true, steps }).expect(200);
    await replan();
    expect(await rows(id)).toEqual(['promise.due 0 planned  2031-03-04T01:00']);
  });

  it('knows its steps by name: new ones get theirs, known ones keep it wherever they go', async () => {
    const { id, version, steps } = await rule('problem.due');
    expect(new Set(steps.map((each) => each.id)).size).toBe(5);
    expect(steps.every(({ since }) => since === null)).toBe(true);
    const [first, ...rest] = steps as [LadderStep, ...LadderStep[]];
    const twice = await patch(id, { version, steps: [first, ...rest, { ...first, offset: 300 }] }).expect(422);
    expect(errors(twice.body)).toEqual(['steps.5.id step-twice']);
    const drafts = [{ ...first, offset: -2 }, { ...step(0), id: 'unheard of', since: null }, ...rest.slice(1)];
    const { body } = await patch(id, { version, steps: drafts }).expect(200);
    const [moved, made, ...others] = (body as Rule).steps;
    expect(moved).toEqual({ ...first, offset: -2 });
    expect(others).toEqual(rest.slice(1));
    expect(steps.map((each) => each.id)).not.toContain(made?.id);
    expect(made?.id).not.toBe('unheard of');
    expect(Date.parse(made?.since ?? '')).toBeGreaterThan(Date.now() - 60_000);
    // One that was removed is another when it comes again.
    const back = await patch(id, { version: version + 1, steps }).expect(200);
    expect((back.body as Rule).steps.map((each) => steps.some((old) => old.id === each.id))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('sends nothing again to those who had the old steps, wherever a new one is put', async () => {
    const { id: ruleId, version, steps } = await rule('promise.due');
    const id = await promise('2026-03-05');
    expect(await rows(id)).toEqual([]);
    await wentOut(id, [0, 1, 3]);
    const before = await rows(id);
    expect(before).toHaveLength(3);
    const drafts = [{ ...step(-2), unit: 'workingDays' }, ...steps.slice(0, 2), step(1, ['head']), ...steps.slice(2)];
    const { body } = await patch(ruleId, { version, steps: drafts }).expect(200);
    await replan();
    expect(await rows(id)).toEqual(before);
    await patch(ruleId, { version: body.version, steps }).expect(200);
    await replan();
    expect(await rows(id)).toEqual(before);
  });

  it('goes on with its second step when the first, which has gone, is removed', async () => {
    const { id: ruleId, version, steps } = await rule('promise.due');
    const [first, second, ...rest] = steps as [LadderStep, LadderStep, ...LadderStep[]];
    const [early, late] = [await promise('2031-03-05'), await promise('2031-03-05')];
    await goesOut(early);
    expect(await rows(early)).toEqual([
      expect.stringMatching(/^promise\.due 0 sent/),
      'promise.due 1 planned  2031-03-06T01:00',
    ]);
    await patch(ruleId, { version, steps: [second, ...rest] }).expect(200);
    await replan();
    expect(await rows(early)).toEqual([
      expect.stringMatching(/^promise\.due 0 planned  2031-03-06T01:00/),
      expect.stringMatching(/^promise\.due 0 sent/),
    ]);
    expect(await rows(late)).toEqual([
      'promise.due 0 planned  2031-03-06T01:00',
      'promise.due 0 superseded changed 2031-03-04T01:00',
    ]);
    // And what the second has told is not told by whatever stands first now.
    await goesOut(late);
    await patch(ruleId, { version: version + 1, steps: [{ ...first, id: undefined }, second, ...rest] }).expect(200);
    await replan();
    expect((await rows(late)).filter((row) => row.includes('planned'))).toEqual([
      'promise.due 0 planned  2031-03-04T01:00',
    ]);
    await goesOut(late);
    expect((await rows(late)).filter((row) => row.includes('planned'))).toEqual([
      expect.stringMatching(/^promise\.due 3 planned/),
    ]);
  });

  it('gives way to a narrower one, and takes its place again when that is deleted', async () => {
    const { lead } = await newLead(olga, randomUUID());
    const watched = async () => (await rows(lead.id)).filter((row) => !row.startsWith('lead.protection'));
    expect(await watched()).toContainEqual(expect.stringMatching(/^lead\.firstResponse 0 planned/));
    const narrow = { trigger: 'lead.firstResponse', nameZh: '链上线索', nameEn: 'Chain leads' };
    const { body: own } = await root
      .post('/api/v1/reminder-rules')
      .send({ ...narrow, conditions: { channels: ['chain'] }, steps: [{ ...step(2), unit: 'workingDays' }] })
      .expect(201);
    expect(own).toMatchObject({ own: true, version: 1, kind: 'quiet' });
    await replan();
    const taken = await watched();
    expect(taken).toContainEqual(expect.stringMatching(/^lead\.firstResponse 0 superseded rule-changed/));
    expect(taken).toContainEqual(expect.stringMatching(/^own\.\S+ 0 planned/));

    const usual = await rule('lead.firstResponse');
    await root.delete(`/api/v1/reminder-rules/${usual.id}`).expect(422);
    await root.delete(`/api/v1/reminder-rules/${own.id}`).expect(204);
    await root.delete(`/api/v1/reminder-rules/${own.id}`).expect(404);
    await replan();
    const after = await watched();
    expect(after).toContainEqual(expect.stringMatching(/^own\.\S+ 0 superseded rule-changed/));
    expect(after).toContainEqual(expect.stringMatching(/^lead\.firstResponse 0 planned/));
    expect((await all()).some(({ id }) => id === own.id)).toBe(false);
    const { body: history } = await root.get(`/api/v1/reminder-rules/${own.id}/history`).expect(200);
    expect(history.items.map(({ act }: { act: string }) => act)).toEqual(['deleted', 'created']);
  });
});

describe('a preview', () => {
  const preview = (draft: object) => root.post('/api/v1/reminder-rules/preview').send(draft);
  const counts = () =>
    world.owner.query('SELECT (SELECT count(*) FROM reminders) AS a, (SELECT count(*) FROM events) AS b');

  it('says who would get what on a day by a draft, codes and counts alone, and writes nothing', async () => {
    const dueOn = '2032-06-16';
    const id = await promise(dueOn);
    const before = (await counts()).rows;
    const stored = await rule('promise.due');
    const draft = {
      id: stored.id,
      trigger: 'promise.due',
      conditions: {},
      steps: [step(-2), step(0, ['owner', 'head'])],
    };
    const day = (date: string) => preview({ ...draft, date }).expect(200);
    const { body } = await day(dueOn);
    const { rows: leads } = await world.owner.query(
      'SELECT l.code FROM promises p JOIN leads l ON l.id = p.lead_id WHERE p.id = $1',
      [id],
    );
    expect(body).toMatchObject({ date: dueOn, cut: false, total: 2 });
    expect(body.people).toEqual([
      { userId: ids['hanna'], userName: 'hanna', count: 1 },
      { userId: ids['olga'], userName: 'olga', count: 1 },
    ]);
    expect(body.items[0]).toMatchObject({
      code: leads[0].code,
      step: 1,
      subjectType: 'promise',
      remindAt: '2032-06-16T01:00:00.000Z',
      timeZone: 'Asia/Shanghai',
      channels: ['email', 'in_app'],
    });
    expect(JSON.stringify(body)).not.toContain('Water');
    expect((await day('2032-06-14')).body).toMatchObject({ total: 1, items: [{ step: 0, userName: 'olga' }] });
    const between = (await day('2032-06-15')).body;
    // Of the promise it is told on the day before and the day after: on another day, as of all the others that are there.
    expect(between.total).toBe(0);
    expect(between.outlook.watched).toBe(between.outlook.other + between.outlook.over);
    expect(between.outlook.next <= '2032-06-14').toBe(true);
    expect(body.outlook.other).toBe(between.outlook.other - 1);
    expect((await preview({ ...draft, active: false, date: dueOn }).expect(200)).body.total).toBe(0);
    expect((await counts()).rows).toEqual(before);
    await preview({ ...draft, steps: [] }).expect(422);
  });

  it('of a digest is of those who would get it, when they would', async () => {
    const people = ['here', 'away', 'mute', 'deaf', 'late'] as const;
    const mute = { email: null };
    const absence = randomUUID();
    for (const name of people) ids[name] = await world.user(name, 'officer', home, name === 'mute' ? mute : {});
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE users SET quiet_from = '20:00', quiet_to = '10:15' WHERE id = $1`, [ids['late']]);
      await tx.query(
        `INSERT INTO notification_preferences (user_id, kind, channel, mode) VALUES ($1, 'digest', 'email', 'off')`,
        [ids['deaf']],
      );
      await tx.query(
        `INSERT INTO absences (id, user_id, deputy_id, from_on, to_on) VALUES ($1, $2, $3, '2031-03-03', '2031-03-07')`,
        [absence, ids['away'], ids['here']],
      );
      await tx.record('user.updated', { subjectType: 'user', subjectId: ids['late'] ?? null });
      await tx.record('notificationPreference.updated', {
        subjectType: 'notificationPreference',
        subjectId: ids['deaf'] ?? null,
      });
      await tx.record('absence.created', { subjectType: 'absence', subjectId: absence });
    });
    const { steps } = await rule('digest.personal');
    const draft = { trigger: 'digest.personal', conditions: {}, steps, date: '2031-03-05' };
    const { items } = (await preview(draft).expect(200)).body as { items: { userName: string; remindAt: string }[] };
    const mine = items.filter(({ userName }) => people.some((name) => name === userName));
    expect(mine.map(({ userName, remindAt }) => [userName, remindAt])).toEqual([
      ['here', '2031-03-05T00:30:00.000Z'],
      ['late', '2031-03-05T02:15:00.000Z'],
    ]);
  });

  it('of a new rule takes the records from the common one, and of a digest tells its readers', async () => {
    const { lead } = await newLead(olga, randomUUID());
    const { rows: planned } = await world.owner.query(
      `SELECT (r.remind_at AT TIME ZONE 'Asia/Shanghai')::date::text AS day FROM reminders r JOIN reminder_rules q ON q.id = r.rule_id
       WHERE r.subject_id = $1 AND q.code = 'lead.firstResponse' LIMIT 1`,
      [lead.id],
    );
    const steps = [{ offset: 1, unit: 'workingDays', to: ['owner'], time: '11:00' }];
    const of = async (channel: string) => {
      const draft = { trigger: 'lead.firstResponse', conditions: { channels: [channel] }, steps };
      return (await preview({ ...draft, date: planned[0].day }).expect(200)).body;
    };
    expect(await of('inquiry')).toMatchObject({ total: 0, cut: false, outlook: { watched: 0, next: null } });
    const chain = await of('chain');
    expect(chain.total).toBe(chain.records);
    expect(chain.items[0]).toMatchObject({ ruleNameEn: null, subjectType: 'lead', step: 0 });
    expect(chain.items[0].remindAt).toContain('T03:00');
    const weekly = await rule('digest.weekly');
    const friday = await preview({ trigger: 'digest.weekly', conditions: {}, steps: weekly.steps, date: '2026-03-06' });
    expect(friday.body).toMatchObject({ total: 1, people: [{ userName: 'hanna' }], items: [{ channels: ['email'] }] });
  });

  it('of a day by all rules is told by what is planned', async () => {
    const dueOn = '2033-03-09';
    await promise(dueOn);
    const on = async (date: string) =>
      (await root.get(`/api/v1/reminder-rules/tomorrow?date=${date}`).expect(200)).body;
    expect(await on(addDays(dueOn, -1))).toMatchObject({
      total: 1,
      people: [{ userName: 'olga', count: 1 }],
      items: [{ ruleNameEn: 'Promise due', step: 0, channels: ['email', 'in_app'] }],
    });
    expect(await on(`${addDays(dueOn, -1)}&userId=${ids['olga']}`)).toMatchObject({ items: [{ userName: 'olga' }] });
    // Listed are a person's alone; counted is everybody.
    expect(await on(`${addDays(dueOn, -1)}&userId=${ids['hanna']}`)).toMatchObject({ total: 1, items: [] });
    expect(await on(dueOn)).toMatchObject({ total: 0, items: [], outlook: null });
    await root.get('/api/v1/reminder-rules/tomorrow').expect(200);
    // A head foresees the own people's; who is reminded alone, nobody's.
    const day = `/api/v1/reminder-rules/tomorrow?date=${addDays(dueOn, -1)}`;
    expect((await (await world.as('hanna')).get(day).expect(200)).body.people).toMatchObject([{ userName: 'olga' }]);
    await world.user('distant', 'head', await world.department('Elsewhere'));
    expect((await (await world.as('distant')).get(day).expect(200)).body).toMatchObject({ total: 0, records: 0 });
    await olga.get(day).expect(403);
  });
});

describe('the settings', () => {
  it('are changed by the administrator; a heartbeat goes to one who may look at the outbox', async () => {
    const { body } = await root.get('/api/v1/reminder-settings').expect(200);
    expect(body).toMatchObject({ mailContent: 'minimal', foldFrom: 3, heartbeatTo: null, version: 1 });
    const set = (input: object) => root.patch('/api/v1/reminder-settings').send(input);
    expect((await set({ version: 1, mailContent: 'full', foldFrom: 5 }).expect(200)).body).toMatchObject({
      mailContent: 'full',
      foldFrom: 5,
      version: 2,
    });
    expect((await set({ version: 1, foldFrom: 4 }).expect(409)).body.current).toMatchObject({ foldFrom: 5 });
    await set({ version: 2, foldFrom: 1 }).expect(400);
    const refused = await set({ version: 2, heartbeatTo: ids['olga'] }).expect(422);
    expect(errors(refused.body)).toEqual(['heartbeatTo not-allowed']);
    const admin = await world.user('adam', 'admin', home);
    expect((await set({ version: 2, heartbeatTo: admin }).expect(200)).body).toMatchObject({ heartbeatToName: 'adam' });
  });
});
