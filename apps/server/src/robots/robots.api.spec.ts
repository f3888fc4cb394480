import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { robotPause, robotRatePerMinute } from '@torch/domain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, newLead, planned, startWorld, type World } from '../../test/support';
import { foldTexts } from './robot-message';
import { textOf } from './robot-post';
import { RobotSender } from './robot.sender';

type Agent = Awaited<ReturnType<World['as']>>;
interface Taken {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: {
    msgtype?: string;
    msg_type?: string;
    text?: { content: string };
    content?: { text: string };
    timestamp?: string;
    sign?: string;
  };
}

/** The three services as their documents describe them, each with the signature reckoned by itself. */
async function startServices() {
  const taken: Taken[] = [];
  let refuse: { status: number; body: string } | null = null;
  let before: (() => Promise<unknown>) | null = null;
  const judge = ({ path, query, body }: Taken): object => {
    if (path === '/dingtalk') {
      const stamp = query.get('timestamp') ?? '';
      const sign = createHmac('sha256', 'SECding').update(`${stamp}\nSECding`, 'utf8').digest().toString('base64');
      const fresh = Math.abs(Date.now() - Number(stamp)) < 3_600_000;
      const right = fresh && query.get('sign') === sign && query.get('access_token') === 'T' && body.msgtype === 'text';
      return right ? { errcode: 0, errmsg: 'ok' } : { errcode: 310000, errmsg: 'sign not match' };
    }
    if (path === '/wecom')
      return query.get('key') === 'K' && body.text
        ? { errcode: 0, errmsg: 'ok' }
        : { errcode: 93000, errmsg: 'invalid webhook url' };
    const sign = createHmac('sha256', Buffer.from(`${body.timestamp}\nfei`))
      .update(Buffer.alloc(0))
      .digest('base64');
    const fresh = Math.abs(Date.now() / 1000 - Number(body.timestamp)) < 3_600;
    return fresh && body.sign === sign && body.msg_type === 'text'
      ? { code: 0, msg: 'success' }
      : { code: 19021, msg: 'sign match fail' };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      await before?.();
      const url = new URL(request.url ?? '', 'http://x');
      const one: Taken = {
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Taken['body'],
      };
      const answer = refuse ?? { status: 200, body: JSON.stringify(judge(one)) };
      if (answer.status === 200 && /"(errcode|code)":0/.test(answer.body)) taken.push(one);
      response.writeHead(answer.status, answer.status === 302 ? { location: '/dingtalk' } : {}).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    refuse: (next: typeof refuse) => (refuse = next),
    /** What happens while a message is being answered. */
    meanwhile: (next: typeof before) => (before = next),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const textIn = ({ body }: Taken) => body.text?.content ?? body.content?.text ?? '';

let world: World;
let services: Awaited<ReturnType<typeof startServices>>;
let root: Agent;
let olga: Agent;
const ids: Record<string, string> = {};
let lead: { id: string };

beforeAll(async () => {
  services = await startServices();
  world = await startWorld({ ROLE: 'all', ROBOT_HOSTS: services.host, PUBLIC_URL: 'http://crm.zone.example' });
  ids['home'] = await world.department('Home');
  ids['team'] = await world.department('Team', ids['home']);
  ids['away'] = await world.department('Away');
  ids['olga'] = await world.user('olga', 'officer', ids['team']);
  root = await world.as('root');
  olga = await world.as('olga');
  ({ lead } = await newLead(olga, 'Chat'));
});
afterAll(async () => {
  await world.close();
  await services.close();
});

const robot = async (kind: 'dingtalk' | 'wecom' | 'feishu', more: object = {}) => {
  const keys = {
    dingtalk: { url: `http://${services.host}/dingtalk?access_token=T`, secret: 'SECding' },
    wecom: { url: `http://${services.host}/wecom?key=K` },
    feishu: { url: `http://${services.host}/feishu`, secret: 'fei' },
  }[kind];
  const { body } = await root
    .post('/api/v1/robots')
    .send({ name: `Group ${kind}`, kind, departmentId: ids['home'], kinds: ['followUp'], ...keys, ...more })
    .expect(201);
  return body as { id: string; version: number; urlMasked: string; hasSecret: boolean };
};
const remind = async (title: string, after = 300, leadId = lead.id) => {
  const dueAt = new Date(Date.now() + after).toISOString();
  const { body } = await olga.post('/api/v1/follow-ups').send({ leadId, title, dueAt }).expect(201);
  return body.id as string;
};
const told = (part: string, count = 1) =>
  eventually(
    async () => services.taken.filter((each) => textIn(each).includes(part)),
    (all) => all.length >= count,
  );
const post = async (subjectId: string) =>
  (
    await world.owner.query(
      `SELECT p.state, p.attempts, p.answer, r.state AS reminder, r.reason FROM robot_posts p JOIN reminders r ON r.id = p.reminder_id WHERE r.subject_id = $1`,
      [subjectId],
    )
  ).rows;

describe('group robots', () => {
  it('are the administrator’s; of their keys nothing leaves, in no answer and no event', async () => {
    const made = await robot('dingtalk');
    expect(made).toMatchObject({ urlMasked: `http://${services.host}/…en=T`, hasSecret: true });
    const changed = await root
      .patch(`/api/v1/robots/${made.id}`)
      .send({ version: 1, name: 'Renamed', secret: 'SECding' })
      .expect(200);
    expect(changed.body).toMatchObject({ name: 'Renamed', version: 2 });
    await root.patch(`/api/v1/robots/${made.id}`).send({ version: 1, name: 'Stale' }).expect(409);
    const list = await root.get('/api/v1/robots').expect(200);
    expect(JSON.stringify(list.body)).not.toMatch(/SECding|access_token/);
    const { rows } = await world.owner.query(`SELECT changes::text FROM events WHERE subject_id = $1`, [made.id]);
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/SECding|access_token/);
    await olga.get('/api/v1/robots').expect(403);
    await root.delete(`/api/v1/robots/${made.id}`).expect(204);
    await root.get(`/api/v1/robots/${made.id}`).expect(404);
  });

  it('talk to the services’ own hosts by https, and to others that the installation names', async () => {
    const of = (url: string) => ({ name: 'G', kind: 'wecom', departmentId: ids['home'], kinds: ['visit'], url });
    for (const [url, code] of [
      ['https://evil.example/hook', 'unknown-host'],
      ['http://qyapi.weixin.qq.com/x', 'not-https'],
      ['http://127.0.0.1:1/x', 'unknown-host'],
      ['ftp://qyapi.weixin.qq.com', 'invalid'],
    ] as const) {
      const { body } = await root.post('/api/v1/robots').send(of(url)).expect(422);
      expect(body.errors).toMatchObject([{ path: 'url', code }]);
    }
    await root.post('/api/v1/robots').send(of('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K')).expect(201);
  });

  it.each(['dingtalk', 'wecom', 'feishu'] as const)('%s takes what is signed as it wants it', async (kind) => {
    const { id } = await robot(kind);
    const { body } = await root.post(`/api/v1/robots/${id}/test`).expect(200);
    expect(body).toMatchObject({ ok: true, answer: expect.stringContaining('200') });
    const subject = await remind(`For ${kind}`);
    const [message] = await told(`For ${kind}`);
    expect(textIn(message as Taken)).toMatch(/L-\d{4}-\d+/);
    expect(textIn(message as Taken)).toContain(`http://crm.zone.example/leads/${lead.id}`);
    // No company, no name of anybody.
    expect(textIn(message as Taken)).not.toMatch(/Chat|olga/);
    await eventually(
      () => post(subject),
      ([row]) => row?.reminder === 'sent',
    );
    const { body: seen } = await root.get(`/api/v1/robots/${id}`).expect(200);
    expect(seen.lastAnswer).toContain('200');
    await root.delete(`/api/v1/robots/${id}`).expect(204);
  });

  it('hears a no in an answer of 200, gives up for good what is refused for good, and tries the rest again', async () => {
    const { id, version } = await robot('wecom', { url: `http://${services.host}/wecom?key=wrong` });
    expect((await root.post(`/api/v1/robots/${id}/test`)).body.ok).toBe(false);
    const lost = await remind('Wrong key');
    await eventually(
      () => post(lost),
      ([row]) => row?.state === 'failed',
    );
    expect(await post(lost)).toMatchObject([
      { attempts: 1, reminder: 'failed', reason: 'robot-failed', answer: expect.stringContaining('93000') },
    ]);
    await root
      .patch(`/api/v1/robots/${id}`)
      .send({ version, url: `http://${services.host}/wecom?key=K` })
      .expect(200);
    services.refuse({ status: 503, body: '' });
    const kept = await remind('Through a bad hour');
    await eventually(
      () => post(kept),
      ([row]) => row?.attempts >= 1 && row.answer,
    );
    services.refuse(null);
    await world.owner.query(`UPDATE robot_posts SET next_try_at = now() WHERE state = 'queued'`);
    await told('Through a bad hour');
    // Whoever answers with another address is not followed there.
    services.refuse({ status: 302, body: '' });
    const led = await remind('Elsewhere');
    await eventually(
      () => post(led),
      ([row]) => row?.state === 'failed',
    );
    services.refuse(null);
    await root.delete(`/api/v1/robots/${id}`).expect(204);
  });

  it('leaves to another worker what that has taken up meanwhile', async () => {
    const { id } = await robot('wecom');
    const other = '999999';
    services.refuse({ status: 302, body: '' });
    services.meanwhile(() =>
      world.owner.query(
        `UPDATE robot_posts SET claimed_by = ${other}, attempts = attempts + 1, next_try_at = now() + interval '1 hour' WHERE robot_id = $1 AND state = 'queued'`,
        [id],
      ),
    );
    const subject = await remind('Taken up by another');
    const row = async () =>
      (await world.owner.query('SELECT claimed_by, attempts, answer FROM robot_posts WHERE robot_id = $1', [id]))
        .rows[0];
    await eventually(row, (now) => now?.attempts === 2);
    services.meanwhile(null);
    services.refuse(null);
    // The late refusal ends nothing. The other is not there, so what it had comes back.
    await eventually(
      () => post(subject),
      ([now]) => now?.state === 'sent',
    );
    expect(await row()).toMatchObject({ attempts: 3 });
    await root.delete(`/api/v1/robots/${id}`).expect(204);
  });

  it('tells a group of its own department and of what it asked for, and of nothing confidential', async () => {
    const { id } = await robot('wecom', { departmentId: ids['away'] });
    const other = await robot('wecom', { kinds: ['visit'] });
    const subject = await remind('Not for them');
    const { rows } = await world.owner.query(
      `SELECT count(*)::int FROM reminders WHERE subject_id = $1 AND channel = 'robot'`,
      [subject],
    );
    expect(rows[0].count).toBe(0);
    await root.delete(`/api/v1/robots/${id}`).expect(204);
    await root.delete(`/api/v1/robots/${other.id}`).expect(204);
  });

  describe('what waits', () => {
    let id: string;
    const waiting = async (title: string) => {
      const subject = await remind(title);
      await eventually(
        () => post(subject),
        ([row]) => row?.state === 'queued' && row.attempts >= 1 && row.answer,
      );
      return subject;
    };
    const conceal = (to: string[] | null) =>
      world.work.run('system', null, async (tx) => {
        await tx.query('UPDATE leads SET confidential_to = $2, codename = $3 WHERE id = $1', [
          lead.id,
          to,
          to && 'Falke',
        ]);
        await tx.record('lead.concealed', { subjectType: 'lead', subjectId: lead.id, leadId: lead.id });
      });
    /** The service is back, and says something else, so that what waited would have gone before. */
    const back = async () => {
      services.refuse(null);
      await world.owner.query(`UPDATE robot_posts SET next_try_at = now() WHERE state = 'queued'`);
      await remind(`All clear ${id}`);
      await told(`All clear ${id}`);
    };
    const wasTold = (title: string) => services.taken.some((each) => textIn(each).includes(title));

    beforeEach(async () => {
      ({ id } = await robot('wecom'));
      services.refuse({ status: 503, body: '' });
    });
    afterEach(async () => {
      services.refuse(null);
      await root.delete(`/api/v1/robots/${id}`).expect(204);
    });

    it('is taken back once it is done, changed or no longer this group’s', async () => {
      const [done, later] = [await waiting('Done meanwhile'), await waiting('Put to another day')];
      await olga.patch(`/api/v1/follow-ups/${done}`).send({ version: 1, status: 'done' }).expect(200);
      expect(await post(done)).toMatchObject([{ state: 'cancelled', reminder: 'cancelled', reason: 'over' }]);
      const dueAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
      await olga.patch(`/api/v1/follow-ups/${later}`).send({ version: 1, dueAt }).expect(200);
      expect(await post(later)).toMatchObject([{ state: 'cancelled' }]);
      const elsewhere = await waiting('Of another department now');
      const { body } = await root.get(`/api/v1/robots/${id}`).expect(200);
      await root.patch(`/api/v1/robots/${id}`).send({ version: body.version, departmentId: ids['away'] }).expect(200);
      await eventually(
        () => post(elsewhere),
        ([row]) => row?.state === 'cancelled' && row.reminder === 'superseded',
      );
      services.refuse(null);
      await world.owner.query(`UPDATE robot_posts SET next_try_at = now() WHERE state = 'queued'`);
      const other = await robot('feishu');
      await remind(`All clear ${id}`);
      await told(`All clear ${id}`);
      await root.delete(`/api/v1/robots/${other.id}`).expect(204);
      for (const title of ['Done meanwhile', 'Put to another day', 'Of another department'])
        expect(wasTold(title)).toBe(false);
    });

    it('is not told any more once its lead is confidential, by whichever way that is found', async () => {
      const [planned, found] = [await waiting('Secret by plan'), await waiting('Secret by look')];
      await conceal([ids['olga'] as string]);
      expect(await post(planned)).toMatchObject([{ state: 'cancelled', reminder: 'superseded' }]);
      // As if it had been in the hands of a worker when the plan was made.
      await world.owner.query(
        `WITH post AS (UPDATE robot_posts SET state = 'queued', next_try_at = now(), ended_at = NULL
           WHERE reminder_id IN (SELECT id FROM reminders WHERE subject_id = $1) RETURNING reminder_id)
         UPDATE reminders SET state = 'handed_over', reason = NULL, ended_at = NULL FROM post WHERE reminders.id = post.reminder_id`,
        [found],
      );
      services.refuse(null);
      await eventually(
        () => post(found),
        ([row]) => row?.state === 'cancelled',
      );
      expect(await post(found)).toMatchObject([{ reminder: 'cancelled', reason: 'not-named' }]);
      await conceal(null);
      await back();
      expect(wasTold('Secret')).toBe(false);
    });

    it('is not tried again when it changed while it was being said', async () => {
      const subject = await waiting('Changed meanwhile');
      const dueAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
      services.meanwhile(() => {
        services.meanwhile(null);
        return olga.patch(`/api/v1/follow-ups/${subject}`).send({ version: 1, title: 'Moved', dueAt }).expect(200);
      });
      await world.owner.query(`UPDATE robot_posts SET next_try_at = now() WHERE state = 'queued'`);
      await eventually(
        () =>
          world.owner.query('SELECT FROM robot_posts WHERE robot_id = $1 AND outdated AND claimed_by IS NULL', [id]),
        ({ rows }) => rows.length === 1,
      );
      await back();
      await eventually(
        () => post(subject),
        ([row]) => row?.state === 'cancelled',
      );
      expect(wasTold('Changed meanwhile')).toBe(false);
    });
  });

  it('shows the administrator what could not go, and sends again what is still to be told', async () => {
    const { id, version } = await robot('wecom', { url: `http://${services.host}/wecom?key=old` });
    const { lead: hidden } = await newLead(olga, 'Hidden');
    const failed = async (title: string, leadId = lead.id) => {
      const subject = await remind(title, 300, leadId);
      await eventually(
        () => post(subject),
        ([row]) => row?.state === 'failed',
      );
      return subject;
    };
    const [good, parked, secret, late] = [
      await failed('Still to be told'),
      await failed('Given up'),
      await failed('Secret now', hidden.id),
      await failed('Too late now'),
    ];
    await root
      .patch(`/api/v1/robots/${id}`)
      .send({ version, url: `http://${services.host}/wecom?key=K` })
      .expect(200);
    await planned(world);
    const set = (sql: string, subject: string) => world.owner.query(sql, [subject]);
    const ofSubject = 'reminder_id IN (SELECT id FROM reminders WHERE subject_id = $1)';
    await set(`UPDATE robot_posts SET state = 'parked', attempts = 15 WHERE ${ofSubject}`, parked);
    await set(`UPDATE reminders SET moot_at = now() WHERE robot_id IS NOT NULL AND subject_id = $1`, late);
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE leads SET confidential_to = $2, codename = 'Habicht' WHERE id = $1`, [
        hidden.id,
        [ids['olga']],
      ]);
      await tx.record('lead.concealed', { subjectType: 'lead', subjectId: hidden.id, leadId: hidden.id });
    });
    expect(await post(secret)).toMatchObject([{ state: 'cancelled', reminder: 'superseded' }]);
    // As if it had been in the hands of a worker when the plan was made.
    await set(`UPDATE robot_posts SET state = 'failed' WHERE ${ofSubject}`, secret);
    await set(`UPDATE reminders SET state = 'failed' WHERE robot_id IS NOT NULL AND subject_id = $1`, secret);

    const { body: seen } = await root.get(`/api/v1/robots/${id}`).expect(200);
    expect(seen).toMatchObject({ waiting: 0, failed: 3, parked: 1 });
    const { body: list } = await root.get(`/api/v1/robot-posts?robot=${id}&state=failed,parked`).expect(200);
    expect(list).toMatchObject({ total: 4 });
    expect(list.items[3]).toMatchObject({ robotName: 'Group wecom', kind: 'followUp', state: 'failed', attempts: 1 });
    // What it says is business.
    expect(JSON.stringify(list)).not.toMatch(/Still to be told|leads/);
    const { body: health } = await root.get('/api/v1/reminders/health').expect(200);
    expect(health.robotPosts).toMatchObject({ failed: expect.any(Number), parked: 1 });

    await olga.post('/api/v1/robot-posts/retry').send({ robot: id }).expect(403);
    const { body: done } = await root.post('/api/v1/robot-posts/retry').send({ robot: id }).expect(200);
    expect(done).toEqual({ retried: 2, ended: 2, left: 0 });
    await told('Still to be told');
    await told('Given up');
    expect(await post(secret)).toMatchObject([{ state: 'cancelled', reminder: 'cancelled', reason: 'not-named' }]);
    expect(await post(late)).toMatchObject([{ state: 'cancelled', reminder: 'superseded', reason: 'too-late' }]);
    await eventually(
      () => post(good),
      ([row]) => row?.reminder === 'sent',
    );
    for (const title of ['Secret now', 'Too late now'])
      expect(services.taken.some((each) => textIn(each).includes(title))).toBe(false);
    await root
      .patch(`/api/v1/robots/${id}`)
      .send({ version: version + 1, active: false })
      .expect(200);
    await root.post('/api/v1/robot-posts/retry').send({ robot: id }).expect(422);
    await root.delete(`/api/v1/robots/${id}`).expect(204);
    await root.post('/api/v1/robot-posts/retry').send({ robot: id }).expect(404);
  });

  it('says nothing more to a service that was told too much, until it listens again', async () => {
    const { id } = await robot('dingtalk');
    services.refuse({ status: 200, body: '{"errcode":410100,"errmsg":"发送速度太快而限流"}' });
    const early = await remind('Too fast');
    await eventually(
      () => post(early),
      ([row]) => row?.answer,
    );
    expect(await post(early)).toMatchObject([{ state: 'queued', attempts: 1, reminder: 'handed_over' }]);
    services.refuse(null);
    await world.owner.query(`UPDATE robot_posts SET next_try_at = now() WHERE state = 'queued'`);
    const { rows } = await world.owner.query(`SELECT points, expire FROM rate_limits WHERE key = $1`, [`robot:${id}`]);
    expect(rows[0].points).toBeGreaterThan(robotRatePerMinute);
    expect(Number(rows[0].expire)).toBeGreaterThan(Date.now() + robotPause.dingtalk - 60_000);
    // As if the pause were over.
    await world.owner.query(`UPDATE rate_limits SET expire = 1 WHERE key = $1`, [`robot:${id}`]);
    await told('Too fast');
    // Tried when it was told no, and when it was heard: not in between.
    expect(await post(early)).toMatchObject([{ attempts: 2 }]);
    await root.delete(`/api/v1/robots/${id}`).expect(204);
  });

  it('spends nothing of what the service takes on what another worker has taken up', async () => {
    const { id } = await robot('wecom');
    const sender = world.app.get(RobotSender);
    await world.owner.query(
      `INSERT INTO robot_posts (id, robot_id, text, next_try_at) SELECT gen_random_uuid(), $1, 'Of two ' || n, now() + n * interval '1 second' FROM generate_series(1, 2) n`,
      [id],
    );
    const points = async () => {
      const { rows } = await world.owner.query('SELECT points FROM rate_limits WHERE key = $1', [`robot:${id}`]);
      return rows[0]?.points ?? 0;
    };
    const looking = setInterval(() => void sender.sweep(), 20);
    await told('Of two', 2);
    clearInterval(looking);
    expect(await points()).toBe(2);
    await root.delete(`/api/v1/robots/${id}`).expect(204);
  });

  it('says in one message what is more than the service takes in a minute', async () => {
    const { id } = await robot('feishu');
    const before = services.taken.length;
    const count = robotRatePerMinute * 3;
    await world.work.run('system', null, async (tx) => {
      for (let index = 0; index < count; index += 1)
        await tx.query('INSERT INTO robot_posts (id, robot_id, text) VALUES (gen_random_uuid(), $1, $2)', [
          id,
          `Post ${index}`,
        ]);
    });
    await eventually(
      async () =>
        (
          await world.owner.query(
            `SELECT count(*)::int FROM robot_posts WHERE robot_id = $1 AND state = 'sent' AND text LIKE 'Post %'`,
            [id],
          )
        ).rows[0].count,
      (sent) => sent === count,
    );
    expect(services.taken.length - before).toBeLessThanOrEqual(2);
    await root.delete(`/api/v1/robots/${id}`).expect(204);
  });
});

describe('a message', () => {
  it('fits into what every service takes, and counts what it leaves out', () => {
    const many = Array.from(
      { length: 50 },
      (_, index) => `提醒 ${index} ${'很长'.repeat(30)}\nhttp://crm.zone.example/leads/${index}`,
    );
    const text = foldTexts(many, 'zh-CN');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000);
    expect(text).toMatch(/火炬招商:50 条提醒/);
    expect(text).toMatch(/另有 \d+ 条/);
    const long = foldTexts([`${'很长'.repeat(900)}\nhttp://crm.zone.example/leads/1`], 'zh-CN');
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(2_000);
    expect(long).toContain('http://crm.zone.example/leads/1');
  });

  it('calls nobody up and makes no link of a title', () => {
    const text = textOf({
      id: '1',
      robotId: '2',
      subjectType: 'followUp',
      ruleNameZh: '跟进',
      ruleNameEn: null,
      code: 'L-1',
      title: '<at user_id="all">all</at> @all\nhello',
      due: '2030-01-07',
      link: 'http://x',
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
    });
    expect(text).not.toMatch(/[<>@]/);
    expect(text.split('\n')).toHaveLength(2);
  });
});
