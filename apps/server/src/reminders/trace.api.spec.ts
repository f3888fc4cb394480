import type { ReminderTrace, TraceLine, TraceRule } from '@torch/contracts';
import { randomUUID } from 'node:crypto';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let server: SMTPServer;
let olga: Agent;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      stream.on('data', () => undefined);
      stream.on('end', () => done());
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  world = await startWorld({ ROLE: 'all', SMTP_URL: `smtp://127.0.0.1:${port}` });
  const home = await world.department('Home');
  ids['hanna'] = await world.user('hanna', 'head', home);
  ids['olga'] = await world.user('olga', 'officer', home);
  ids['otto'] = await world.user('otto', 'officer', home);
  await world.user('nina', 'officer', await world.department('Away'));
  olga = await world.as('olga');
});
afterAll(async () => {
  await world.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const trace = async (id: string, agent = olga, query = ''): Promise<ReminderTrace> =>
  (await agent.get(`/api/v1/reminders/trace/${id}${query}`).expect(200)).body;
const rule = (told: ReminderTrace, name: string) => told.rules.find(({ nameEn }) => nameEn === name) as TraceRule;
const current = (of: TraceRule) => of.occurrences.find((each) => each.current);
const linesOf = (of: TraceRule, step: number): TraceLine[] => current(of)?.steps[step]?.lines ?? [];

async function followUp(inSeconds: number, lead = newLead(olga, randomUUID())) {
  const { lead: made } = await lead;
  const dueAt = new Date(Date.now() + inSeconds * 1_000).toISOString();
  const { body } = await olga
    .post('/api/v1/follow-ups')
    .send({ leadId: made.id, title: 'Call Park', dueAt })
    .expect(201);
  return { ...body, leadId: made.id } as { id: string; leadId: string; dueAt: string };
}
const written = (subjectType: 'notificationPreference' | 'lead', subjectId: string, sql: string, values: unknown[]) =>
  world.work.run('system', null, async (tx) => {
    await tx.query(sql, values);
    await tx.record(`${subjectType}.updated`, { subjectType, subjectId });
  });

it('tells what was sent to which address with what answer, and what would follow to whom', async () => {
  const { id, dueAt } = await followUp(0.5);
  const told = await eventually(
    () => trace(id),
    (each) => linesOf(rule(each, 'Follow-up due'), 0).filter(({ state }) => state === 'sent').length === 2,
  );
  expect(told).toMatchObject({ subjectType: 'followUp', title: 'Call Park', cut: false });
  const due = rule(told, 'Follow-up due');
  expect(due).toMatchObject({ verdict: 'watches', trigger: 'followUp.due' });
  expect(current(due)?.anchorAt).toBe(dueAt);
  expect(linesOf(due, 0)).toContainEqual(
    expect.objectContaining({
      name: 'olga',
      channel: 'email',
      recipient: 'olga@zone.example',
      answer: expect.stringMatching(/^250 /),
      mailState: 'sent',
    }),
  );
  expect(linesOf(due, 1)).toContainEqual(expect.objectContaining({ name: 'olga', state: 'planned' }));
  // Nobody stands in for olga; her head comes third, her leader is none.
  expect(current(due)?.steps[2]).toMatchObject({ to: ['deputy'], nobody: ['deputy'], lines: [] });
  expect(linesOf(due, 3)).toContainEqual(expect.objectContaining({ name: 'hanna', state: 'expected' }));
  expect(current(due)?.steps[4]?.nobody).toEqual(['leader']);

  const hannas = rule(await trace(id, await world.as('hanna'), `?user=${ids['hanna']}`), 'Follow-up due');
  expect(linesOf(hannas, 0)).toEqual([]);
  expect(linesOf(hannas, 3)).toHaveLength(2);
});

it('tells what was not sent and why: switched off by its reader, over, or moved', async () => {
  await written(
    'notificationPreference',
    ids['olga'] as string,
    `INSERT INTO notification_preferences VALUES ($1, 'followUp', 'email', 'off')`,
    [ids['olga']],
  );
  const { id } = await followUp(0.5);
  const refused = await eventually(
    async () => linesOf(rule(await trace(id), 'Follow-up due'), 0),
    (lines) => lines.some(({ reason }) => reason === 'switched-off'),
  );
  expect(refused.find(({ channel }) => channel === 'email')).toMatchObject({ state: 'cancelled', recipient: null });
  // What is still to come says beforehand that it will not go.
  expect(linesOf(rule(await trace(id), 'Follow-up due'), 1).map(({ channel, mode }) => [channel, mode])).toContainEqual(
    ['email', 'off'],
  );
  await written(
    'notificationPreference',
    ids['olga'] as string,
    'DELETE FROM notification_preferences WHERE user_id = $1',
    [ids['olga']],
  );

  const { version } = (await olga.get(`/api/v1/follow-ups/${id}`).expect(200)).body;
  const later = new Date(Date.now() + 9e8).toISOString();
  await olga.patch(`/api/v1/follow-ups/${id}`).send({ version, dueAt: later }).expect(200);
  const moved = rule(await trace(id), 'Follow-up due');
  expect(current(moved)?.anchorAt).toBe(later);
  const old = moved.occurrences
    .filter((each) => !each.current)
    .flatMap(({ steps }) => steps.flatMap(({ lines }) => lines));
  expect(old.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['switched-off', 'changed']));

  await olga
    .patch(`/api/v1/follow-ups/${id}`)
    .send({ version: version + 1, status: 'done' })
    .expect(200);
  const over = rule(await trace(id), 'Follow-up due');
  expect(over.verdict).toBe('over');
  expect(over.occurrences.every((each) => !each.current)).toBe(true);
});

it('tells who put it off until when, and what comes then', async () => {
  const { id } = await followUp(0.5);
  await eventually(
    () => trace(id),
    (each) => linesOf(rule(each, 'Follow-up due'), 0).filter(({ state }) => state === 'sent').length === 2,
  );
  const { until } = (await olga.post(`/api/v1/follow-ups/${id}/snooze`).send({ days: 3 }).expect(200)).body;
  const due = rule(await trace(id), 'Follow-up due');
  // One cause still: what comes again belongs to the step that was put off.
  expect(due.occurrences.map((each) => each.current)).toEqual([true]);
  expect(current(due)?.snoozes).toEqual([{ userId: ids['olga'], name: 'olga', until, at: expect.any(String) }]);
  const olgas = (current(due)?.steps ?? []).flatMap(({ step, lines }) =>
    lines.filter(({ name }) => name === 'olga').map((line) => ({ ...line, step })),
  );
  const inState = (state: TraceLine['state']) => olgas.filter((line) => line.state === state);
  expect(inState('sent').map(({ step }) => step)).toEqual([0, 0]);
  expect(inState('planned').map(({ remindAt }) => remindAt)).toEqual([until, until]);
  expect(new Set(inState('superseded').map(({ reason }) => reason))).toEqual(new Set(['snoozed']));
  // Nothing more is promised to her before that, and to her head all that there was.
  expect(inState('expected').filter(({ remindAt }) => remindAt < until)).toEqual([]);
  expect(linesOf(due, 3).map(({ name }) => name)).toContain('hanna');

  // Her day shows it still, and that she has put it off; her head has not.
  expect((await olga.get('/api/v1/today').expect(200)).body.putOff).toEqual({ [id]: until });
  expect((await (await world.as('hanna')).get('/api/v1/today').expect(200)).body.putOff).toEqual({});

  const hannas = rule(await trace(id, await world.as('hanna'), `?user=${ids['hanna']}`), 'Follow-up due');
  expect(current(hannas)?.snoozes).toEqual([]);

  const { version } = (await olga.get(`/api/v1/follow-ups/${id}`).expect(200)).body;
  await olga.patch(`/api/v1/follow-ups/${id}`).send({ version, status: 'done' }).expect(200);
  const [over, ...others] = rule(await trace(id), 'Follow-up due').occurrences;
  expect(others).toEqual([]);
  expect(over).toMatchObject({ current: false, snoozes: [{ name: 'olga', until }] });
});

it('tells which rule of several watches a record, and what keeps the others away', async () => {
  const { lead } = await newLead(olga, randomUUID());
  const told = await trace(lead.id);
  expect(rule(told, 'First response to a new lead').verdict).toBe('watches');
  expect(rule(told, 'Inquiry to be answered')).toMatchObject({ verdict: 'misfits', misfits: ['channels'] });
  expect(rule(told, 'Lead gone quiet')).toMatchObject({ verdict: 'misfits', misfits: ['statuses'] });
  const root = await world.as('root');
  const { body: own } = await root
    .post('/api/v1/reminder-rules')
    .send({
      trigger: 'lead.firstResponse',
      nameZh: '链上',
      nameEn: 'Chain leads',
      conditions: { channels: ['chain'] },
      steps: [{ offset: 3, unit: 'workingDays', to: ['owner'], time: null }],
    })
    .expect(201);
  const taken = await eventually(
    () => trace(lead.id),
    (each) => linesOf(rule(each, 'Chain leads'), 0).some(({ state }) => state === 'planned'),
  );
  expect(rule(taken, 'First response to a new lead')).toMatchObject({
    verdict: 'narrower',
    insteadNameEn: 'Chain leads',
  });
  await root.patch(`/api/v1/reminder-rules/${own.id}`).send({ version: 1, active: false }).expect(200);
  expect(rule(await trace(lead.id), 'Chain leads')).toMatchObject({ verdict: 'misfits', misfits: ['active'] });
});

it('tells nobody of a matter at which they are not named, and those named who was left out', async () => {
  const { id, leadId } = await followUp(9e5);
  await written(
    'lead',
    leadId,
    `UPDATE leads SET confidential_to = ARRAY[$2]::uuid[], codename = 'Falke' WHERE id = $1`,
    [leadId, ids['olga']],
  );
  const told = rule(await trace(id), 'Follow-up due');
  expect(current(told)?.steps[3]).toMatchObject({ to: ['head'], nobody: ['head'], lines: [] });
  const hanna = await world.as('hanna');
  await hanna.get(`/api/v1/reminders/trace/${id}`).expect(404);
  await hanna.get(`/api/v1/reminders/trace/${leadId}`).expect(404);
  await (await world.as('nina')).get(`/api/v1/reminders/trace/${(await followUp(9e5)).id}`).expect(404);
  await (await world.as('root')).get(`/api/v1/reminders/trace/${id}`).expect(403);
  await olga.get(`/api/v1/reminders/trace/${ids['olga']}`).expect(404);
});

it('stops for no date that stands for some day: it is refused, and where it is stored, nobody is reminded of it', async () => {
  const { lead } = await newLead(olga, randomUUID());
  const task = { leadId: lead.id, title: 'Some day' };
  const some = '9999-12-31T08:00:00.000Z';
  const refused = await olga
    .post('/api/v1/follow-ups')
    .send({ ...task, dueAt: some })
    .expect(400);
  expect(refused.body.errors).toMatchObject([{ path: 'dueAt' }]);
  const { id } = await followUp(9e5);
  await world.work.run('system', null, async (tx) => {
    await tx.query('UPDATE follow_ups SET due_at = $2 WHERE id = $1', [id, some]);
    await tx.record('followUp.updated', { subjectType: 'followUp', subjectId: id });
  });
  const due = rule(await trace(id), 'Follow-up due');
  expect(due.verdict).toBe('over');
  expect(due.occurrences.some((each) => each.current)).toBe(false);
  expect((await olga.get(`/api/v1/follow-ups/${id}`).expect(200)).body.dueAt).toBe(some);
});
