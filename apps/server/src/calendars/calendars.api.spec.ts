import { isWorkingDay } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';
import { Calendars } from './calendars';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let root: Agent;
let olga: Agent;
let hanna: Agent;
let seoul: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld();
  seoul = await world.department('Seoul');
  for (const name of ['olga', 'otto', 'oskar'])
    ids[name] = await world.user(name, 'officer', seoul, { timeZone: 'Asia/Seoul' });
  ids['hanna'] = await world.user('hanna', 'head', seoul, { timeZone: 'Asia/Seoul' });
  ids['tom'] = await world.user('tom', 'officer', await world.department('Tokyo'), { timeZone: 'Asia/Tokyo' });
  [root, olga, hanna] = [await world.as('root'), await world.as('olga'), await world.as('hanna')];
});
afterAll(() => world.close());

const yearOf = async (agent: Agent, country: string, year: number) =>
  (await agent.get(`/api/v1/calendars/${country}/days?year=${year}`).expect(200)).body as {
    published: boolean;
    unpublished: number[];
    items: { day: string; kind: string; source: string; nameZh: string; nameEn: string; version: number | null }[];
  };
const dayOf = async (country: string, day: string) =>
  (await yearOf(olga, country, Number(day.slice(0, 4)))).items.find((each) => each.day === day);

describe('a calendar', () => {
  it('tells every holiday and shifted day of a year, and whether its arrangement is known', async () => {
    const { published, items } = await yearOf(olga, 'CN', 2026);
    expect(published).toBe(true);
    expect(items).toContainEqual({
      day: '2026-10-10',
      kind: 'workday',
      nameZh: '国庆节',
      nameEn: 'National Day',
      source: 'library',
      version: null,
    });
    expect((await yearOf(olga, 'CN', 2099)).published).toBe(false);
    // Nobody knows the arrangement of the year after next; elsewhere holidays need none.
    expect((await yearOf(olga, 'CN', 2026)).unpublished).toContain(new Date().getUTCFullYear() + 2);
    expect((await yearOf(olga, 'KR', 2026)).unpublished).toEqual([]);
    expect((await yearOf(olga, 'KR', 2026)).items).toContainEqual(
      expect.objectContaining({ day: '2026-02-16', kind: 'holiday', nameZh: '春节(韩国)' }),
    );
    await olga.get('/api/v1/calendars/XX/days?year=2026').expect(400);
    await olga.get('/api/v1/calendars/CN/days').expect(400);
  });

  it('is corrected by the administrator, at once for everything that reckons with it', async () => {
    const calendars = world.app.get(Calendars);
    const worked = async (day: string) => isWorkingDay(await calendars.of('KR'), day);
    const set = (day: string, input: object) => root.put(`/api/v1/calendars/KR/days/${day}`).send(input);
    const bridge = { kind: 'holiday', name: '临时公休' };

    expect(await worked('2026-05-04')).toBe(true);
    const { body } = await set('2026-05-04', bridge).expect(200);
    expect(body).toEqual({
      day: '2026-05-04',
      kind: 'holiday',
      nameZh: '临时公休',
      nameEn: '临时公休',
      source: 'override',
      version: 1,
    });
    expect(await worked('2026-05-04')).toBe(false);
    expect(await dayOf('KR', '2026-05-04')).toEqual(body);

    // Who thought that nothing was there, or worked from an older state, is shown what is.
    expect((await set('2026-05-04', bridge).expect(409)).body.current).toEqual(body);
    await set('2026-05-04', { kind: 'workday', name: 'Worked', version: 1 }).expect(200);
    expect(await worked('2026-05-04')).toBe(true);
    await set('2026-05-04', { kind: 'holiday', name: 'x', version: 1 }).expect(409);
    await set('2026-05-06', { kind: 'holiday', name: 'x', version: 3 }).expect(404);

    // It stands above the library, which has its day back afterwards.
    expect(await worked('2026-05-05')).toBe(false);
    await set('2026-05-05', { kind: 'workday', name: 'Fair' }).expect(200);
    expect(await worked('2026-05-05')).toBe(true);
    await root.delete('/api/v1/calendars/KR/days/2026-05-05').expect(204);
    await root.delete('/api/v1/calendars/KR/days/2026-05-05').expect(404);
    expect(await dayOf('KR', '2026-05-05')).toMatchObject({ source: 'library', kind: 'holiday' });
    expect(await worked('2026-05-05')).toBe(false);

    const { rows } = await world.owner.query(
      `SELECT type, data FROM events WHERE subject_type = 'calendarDay' ORDER BY at, id`,
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'calendarDay.created',
      'calendarDay.updated',
      'calendarDay.created',
      'calendarDay.deleted',
    ]);
    expect(rows[0].data).toEqual({ country: 'KR', day: '2026-05-04' });
  });

  it('takes several days in a row, all or none', async () => {
    const add = (fromOn: string, toOn: string) =>
      root.post('/api/v1/calendars/CN/days').send({ fromOn, toOn, kind: 'holiday', name: '春节' });
    await world.owner.query('DELETE FROM replans');
    const { body } = await add('2029-02-12', '2029-02-18').expect(201);
    expect(body.items).toHaveLength(7);
    // What is planned is planned anew, once for all of them.
    const { rows } = await world.owner.query('SELECT FROM replans WHERE rule_id IS NULL AND user_id IS NULL');
    expect(rows).toHaveLength(1);
    expect(await dayOf('CN', '2029-02-18')).toMatchObject({ source: 'override', version: 1 });
    for (const [fromOn, toOn, flaw] of [
      ['2029-02-18', '2029-02-20', { path: 'fromOn', code: 'taken' }],
      ['2029-03-02', '2029-03-01', { path: 'toOn', code: 'before-start' }],
      ['2029-03-01', '2029-04-01', { path: 'toOn', code: 'too-many' }],
    ] as const)
      expect((await add(fromOn, toOn).expect(422)).body.errors).toMatchObject([flaw]);
    expect(await dayOf('CN', '2029-02-19')).toBeUndefined();
    await add('2029-03-01', '2029-03-31').expect(201);
  });

  it('is one for two who set the same day at once', async () => {
    const set = (name: string) => root.put('/api/v1/calendars/JP/days/2026-06-01').send({ kind: 'holiday', name });
    const answers = await Promise.all([set('One'), set('Two')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('knows the holidays of years long past, by which was measured what happened then', async () => {
    const { days } = await world.app.get(Calendars).of('CN');
    expect(['2019-10-01', '2019-10-12', '2019-10-14'].map((day) => days.get(day))).toEqual([
      'holiday',
      'workday',
      undefined,
    ]);
    expect(days.get('1999-10-01')).toBeUndefined();
  });

  it('has free weekends and nothing else where nothing is known', async () => {
    const all = await world.app.get(Calendars).all(['AQ', 'CN', 'CN']);
    expect([...all.keys()]).toEqual(['AQ', 'CN']);
    const unknown = all.get('AQ');
    expect(unknown && [isWorkingDay(unknown, '2026-10-01'), isWorkingDay(unknown, '2026-10-10')]).toEqual([
      true,
      false,
    ]);
    const china = all.get('CN');
    expect(china && [isWorkingDay(china, '2026-10-01'), isWorkingDay(china, '2026-10-10')]).toEqual([false, true]);
  });
});

describe('an absence', () => {
  const away = (agent: Agent, input: object) => agent.post('/api/v1/absences').send(input);
  const flaw = async (request: ReturnType<typeof away>) => {
    const { body } = await request.expect(422);
    return (body.errors as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`);
  };

  it('is told by oneself, or by the head, and seen by them and the deputy alone', async () => {
    const { body } = await away(olga, { deputyId: ids['otto'], fromOn: '2027-03-01', toOn: '2027-03-05' }).expect(201);
    expect(body).toMatchObject({ userId: ids['olga'], userName: 'olga', deputyName: 'otto', version: 1 });
    const otto = await world.as('otto');
    await otto.get(`/api/v1/absences/${body.id}`).expect(200);
    expect((await otto.get('/api/v1/absences').expect(200)).body.total).toBe(1);
    await otto.patch(`/api/v1/absences/${body.id}`).send({ version: 1, toOn: '2027-03-04' }).expect(403);
    const oskar = await world.as('oskar');
    await oskar.get(`/api/v1/absences/${body.id}`).expect(404);
    await oskar.delete(`/api/v1/absences/${body.id}`).expect(404);
    expect((await oskar.get('/api/v1/absences').expect(200)).body.total).toBe(0);
    await hanna.get(`/api/v1/absences/${body.id}`).expect(200);
    const found = async (query: string) => (await hanna.get(`/api/v1/absences?${query}`).expect(200)).body.total;
    expect([
      await found('from=2027-03-05&to=2027-03-31'),
      await found('from=2027-03-06'),
      await found('to=2027-02-28'),
      await found('q=OLG'),
      await found('q=nobody'),
      await found(`user=${ids['olga']}`),
    ]).toEqual([1, 0, 0, 1, 0, 1]);

    const forOtto = { userId: ids['otto'], deputyId: ids['oskar'], fromOn: '2027-04-05', toOn: '2027-04-06' };
    expect(await flaw(away(olga, forOtto))).toEqual(['userId out-of-reach']);
    await away(hanna, forOtto).expect(201);
    expect(await flaw(away(hanna, { ...forOtto, userId: ids['tom'] }))).toEqual(['userId out-of-reach']);
    await (await world.as('root')).get('/api/v1/absences').expect(403);
  });

  it('has a deputy who is somebody else, active, at work on records, and there in that time', async () => {
    const days = { fromOn: '2027-05-03', toOn: '2027-05-07' };
    expect(await flaw(away(olga, { ...days, deputyId: ids['olga'] }))).toEqual(['deputyId oneself']);
    const { rows } = await world.owner.query(`SELECT id FROM users WHERE username = 'root'`);
    expect(await flaw(away(olga, { ...days, deputyId: rows[0].id }))).toEqual(['deputyId unknown']);
    const gone = await world.user('gone', 'officer', seoul);
    await root.patch(`/api/v1/users/${gone}`).send({ version: 1, active: false }).expect(200);
    expect(await flaw(away(olga, { ...days, deputyId: gone }))).toEqual(['deputyId unknown']);
    await away(await world.as('oskar'), { fromOn: '2027-05-07', toOn: '2027-05-20', deputyId: ids['otto'] }).expect(
      201,
    );
    expect(await flaw(away(olga, { ...days, deputyId: ids['oskar'] }))).toEqual(['deputyId absent']);
    await away(olga, { ...days, toOn: '2027-05-06', deputyId: ids['oskar'] }).expect(201);
    // Nor does who stands in go away meanwhile, unless somebody else stands in then.
    const oskar = await world.as('oskar');
    const [ahead, over] = [
      { fromOn: '2027-05-01', toOn: '2027-05-03' },
      { fromOn: '2027-05-01', toOn: '2027-05-02' },
    ];
    expect(await flaw(away(oskar, { ...ahead, deputyId: ids['otto'] }))).toEqual(['fromOn stands-in']);
    await away(oskar, { ...over, deputyId: ids['otto'] }).expect(201);
  });

  it('does not overlap another one of the same person, and begins before it ends', async () => {
    const period = { deputyId: ids['otto'], fromOn: '2027-07-05', toOn: '2027-07-09' };
    expect(await flaw(away(olga, { ...period, toOn: '2027-07-04' }))).toEqual(['toOn before-start']);
    const { body } = await away(olga, period).expect(201);
    expect(await flaw(away(olga, { ...period, fromOn: '2027-07-09', toOn: '2027-07-12' }))).toEqual([
      'fromOn overlaps',
    ]);
    await away(olga, { ...period, fromOn: '2027-07-10', toOn: '2027-07-12' }).expect(201);
    const change = (version: number, more: object) =>
      olga.patch(`/api/v1/absences/${body.id}`).send({ version, ...more });
    expect(await flaw(change(1, { toOn: '2027-07-10' }))).toEqual(['fromOn overlaps']);
    expect((await change(1, { toOn: '2027-07-08' }).expect(200)).body).toMatchObject({
      version: 2,
      toOn: '2027-07-08',
    });
    expect((await change(1, { toOn: '2027-07-07' }).expect(409)).body.current).toMatchObject({ version: 2 });
    await olga.delete(`/api/v1/absences/${body.id}`).expect(204);
    await olga.get(`/api/v1/absences/${body.id}`).expect(404);
    // The event is all that is left to tell whose reminders find their way back.
    const { rows } = await world.owner.query(
      `SELECT changes->'userId'->>0 AS "userId" FROM events WHERE type = 'absence.deleted' AND subject_id = $1`,
      [body.id],
    );
    expect(rows).toEqual([{ userId: ids['olga'] }]);
  });

  it('is entered once when two who stand in for each other go at once', async () => {
    const otto = await world.as('otto');
    const days = { fromOn: '2028-02-01', toOn: '2028-02-03' };
    const answers = await Promise.all([
      away(olga, { ...days, deputyId: ids['otto'] }),
      away(otto, { ...days, deputyId: ids['olga'] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });
});

describe('a user', () => {
  it('keeps the holidays of the place they work at, and the usual hours, until somebody says otherwise', async () => {
    const { body } = await root.get(`/api/v1/users/${ids['olga']}`).expect(200);
    const usual = { deputyId: null, deputyName: null, morningAt: '09:00', quietFrom: null, quietTo: null };
    expect(body).toMatchObject({ country: 'KR', ...usual });
    expect((await root.get(`/api/v1/users/${ids['tom']}`).expect(200)).body).toMatchObject({ country: 'JP' });
    const input = {
      username: 'nina',
      displayName: 'Nina',
      role: 'officer',
      departmentId: seoul,
      timeZone: 'Europe/Berlin',
      password: 'First-Horse-77',
      deputyId: ids['olga'],
      morningAt: '08:30',
    };
    const { body: nina } = await root.post('/api/v1/users').send(input).expect(201);
    expect(nina).toMatchObject({ country: 'DE', deputyName: 'olga', morningAt: '08:30' });
    const change = (version: number, more: object) => root.patch(`/api/v1/users/${nina.id}`).send({ version, ...more });
    expect((await change(1, { deputyId: nina.id }).expect(422)).body.errors).toMatchObject([{ code: 'oneself' }]);
    expect((await change(1, { country: 'FR', deputyId: null }).expect(200)).body).toMatchObject({
      country: 'FR',
      deputyId: null,
      version: 2,
    });
    await root
      .post('/api/v1/users')
      .send({ ...input, username: 'nils', country: 'XX' })
      .expect(400);
  });

  it('sets their own morning, quiet hours and deputy, and finds no change where there is none', async () => {
    const own = { morningAt: '08:00', quietFrom: '20:30', quietTo: '06:15', deputyId: ids['otto'], country: 'JP' };
    const { body } = await olga.patch('/api/v1/me').send(own).expect(200);
    expect(body).toMatchObject({ ...own, deputyName: 'otto' });
    const { version } = (await root.get(`/api/v1/users/${ids['olga']}`).expect(200)).body;
    await olga.patch('/api/v1/me').send(own).expect(200);
    expect((await root.get(`/api/v1/users/${ids['olga']}`).expect(200)).body.version).toBe(version);
    await olga.patch('/api/v1/me').send({ deputyId: ids['olga'] }).expect(422);
    for (const wrong of [
      { quietFrom: '22:00' },
      { quietFrom: '22:00', quietTo: null },
      { quietFrom: null, quietTo: '07:00' },
      { quietFrom: '07:00', quietTo: '07:00' },
      { morningAt: '24:00' },
      { morningAt: '9:00' },
    ])
      await olga.patch('/api/v1/me').send(wrong).expect(400);
    await olga.patch('/api/v1/me').send({ quietFrom: null, quietTo: null }).expect(200);
  });
});
