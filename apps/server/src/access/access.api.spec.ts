import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, password, startWorld, type World } from '../../test/support';

let world: World;
let department: string;
beforeAll(async () => {
  world = await startWorld();
  department = await world.department('Access');
});
afterAll(() => world.close());

const signIn = (username: string, given = password) =>
  world.http().post('/api/v1/sessions').send({ username, password: given });

describe('sign-in', () => {
  it('gives an httpOnly cookie and the account', async () => {
    await world.user('anna', 'officer', department);
    const { body, headers } = await signIn('ANNA').expect(201);
    expect(body).toMatchObject({
      username: 'anna',
      role: 'officer',
      departmentName: 'Access',
      mustChangePassword: false,
    });
    expect(headers['set-cookie']?.[0]).toMatch(/torch_session=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
    expect(JSON.stringify(body)).not.toContain('assword":"');
  });

  it('answers an unknown user and a wrong password alike', async () => {
    const unknown = await signIn('nobody-there').expect(401);
    const wrong = await signIn('anna', 'wrong-Password-1').expect(401);
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
    expect(unknown.headers['content-type']).toContain('application/problem+json');
  });

  it('locks the account after five failures, even for the right password, and not the others', async () => {
    await world.user('lena', 'officer', department);
    for (let tries = 0; tries < 5; tries++) await signIn('lena', 'wrong-Password-1').expect(401);
    await signIn('lena').expect(401);
    await signIn('anna').expect(201);
    await world.owner.query(`UPDATE sign_in_failures SET locked_until = now() - interval '1 second'`);
    await signIn('lena').expect(201);
  });

  it('lets no more than five guesses be looked at, however many come at once', async () => {
    await world.user('paula', 'officer', department);
    await Promise.all(Array.from({ length: 20 }, () => signIn('paula', 'wrong-Password-1').expect(401)));
    const { rows } = await world.owner.query(
      `SELECT e.data->>'reason' AS reason, count(*)::int AS count FROM events e JOIN users u ON u.id = e.subject_id
       WHERE u.username = 'paula' AND e.type = 'session.refused' GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { reason: 'locked', count: 15 },
      { reason: 'password', count: 5 },
    ]);
  });

  it('limits failures per address', async () => {
    const strict = await startWorld({ SIGN_IN_FAILURES_PER_MINUTE: '3' });
    try {
      const attempt = () => strict.http().post('/api/v1/sessions').send({ username: 'nobody', password });
      for (let tries = 0; tries < 3; tries++) await attempt().expect(401);
      await attempt().expect(429);
    } finally {
      await strict.close();
    }
  });

  it('makes a new user change the first password before anything else', async () => {
    await world.user('nina', 'officer', department, { mustChangePassword: true });
    const nina = await world.as('nina');
    const { body } = await nina.get('/api/v1/leads').expect(403);
    expect(body.type).toBe('/problems/password-change-required');
    await nina.get('/api/v1/me').expect(200);
    const weak = await nina
      .post('/api/v1/me/password')
      .send({ currentPassword: password, newPassword: 'short' })
      .expect(422);
    expect(weak.body.errors.map(({ code }: { code: string }) => code)).toEqual(['too-short', 'too-few-classes']);
    await nina.post('/api/v1/me/password').send({ currentPassword: password, newPassword: password }).expect(422);
    await nina
      .post('/api/v1/me/password')
      .send({ currentPassword: password, newPassword: 'Second-Horse-8' })
      .expect(200);
    await nina.get('/api/v1/leads').expect(200);
  });

  it('asks for a new password when the old one has grown too old', async () => {
    await world.user('otto', 'officer', department);
    const otto = await world.as('otto');
    await otto.get('/api/v1/leads').expect(200);
    await world.work.run('system', null, async (tx) => {
      const [{ id } = { id: '' }] = await tx
        .query<{ id: string }>(
          `UPDATE users SET password_changed_at = now() - interval '91 days' WHERE username = 'otto' RETURNING id`,
        )
        .then((rows) => rows.flat() as { id: string }[]);
      await tx.record('user.passwordChanged', { subjectType: 'user', subjectId: id });
    });
    await otto.get('/api/v1/leads').expect(403);
  });
});

describe('sessions', () => {
  it('ends at idle and absolute limits', async () => {
    await world.user('ida', 'officer', department);
    const ida = await world.as('ida');
    await world.owner.query(
      `UPDATE sessions SET last_seen_at = now() - interval '9 hours' WHERE user_id = (SELECT id FROM users WHERE username = 'ida')`,
    );
    await ida.get('/api/v1/me').expect(401);
    await world.owner.query(
      `UPDATE sessions SET last_seen_at = now() WHERE user_id = (SELECT id FROM users WHERE username = 'ida')`,
    );
    await ida.get('/api/v1/me').expect(200);
    await world.owner.query(
      `UPDATE sessions SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE username = 'ida')`,
    );
    await ida.get('/api/v1/me').expect(401);
  });

  it('signs out everywhere', async () => {
    await world.user('emil', 'officer', department);
    const here = await world.as('emil');
    const there = await signIn('emil').expect(201);
    const cookie = there.headers['set-cookie']?.[0]?.split(';')[0] as string;
    await here.delete('/api/v1/sessions').expect(204);
    await here.get('/api/v1/me').expect(401);
    await world.http().get('/api/v1/me').set('Cookie', cookie).expect(401);
  });

  it('puts a deactivated user out at once: session, token and event stream', async () => {
    await world.user('greta', 'officer', department);
    const greta = await world.as('greta');
    const { body: token } = await greta
      .post('/api/v1/api-tokens')
      .send({ name: 'script', scope: 'read', expiresOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) })
      .expect(201);
    const withToken = () => world.http().get('/api/v1/leads').set('Authorization', `Bearer ${token.token}`);
    await withToken().expect(200);
    const stream = greta
      .get('/api/v1/notifications/stream')
      .buffer(true)
      .then(({ text }) => text);

    const root = await world.as('root');
    const { body: page } = await root.get('/api/v1/users?q=greta').expect(200);
    await eventually(
      () =>
        world.owner.query(
          `SELECT count(*)::int AS listening FROM pg_stat_activity WHERE query LIKE 'LISTEN torch_access'`,
        ),
      ({ rows }) => rows[0].listening > 0,
    );
    await root
      .patch(`/api/v1/users/${page.items[0].id}`)
      .send({ version: page.items[0].version, active: false })
      .expect(200);
    await greta.get('/api/v1/me').expect(401);
    await withToken().expect(401);
    await expect(stream).resolves.toContain('event: unread');
  });

  it('makes whoever gets a new password change it, ends their tokens, and keeps the other changes', async () => {
    const id = await world.user('rita', 'officer', department);
    const rita = await world.as('rita');
    const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const { body: token } = await rita
      .post('/api/v1/api-tokens')
      .send({ name: 't', scope: 'write', expiresOn })
      .expect(201);
    const root = await world.as('root');
    await root
      .patch(`/api/v1/users/${id}`)
      .send({ version: 1, displayName: 'Rita R.', password: 'Fresh-Horse-77' })
      .expect(200);
    await rita.get('/api/v1/me').expect(401);
    await world.http().get('/api/v1/me').set('Authorization', `Bearer ${token.token}`).expect(401);
    const { body } = await signIn('rita', 'Fresh-Horse-77').expect(201);
    expect(body).toMatchObject({ displayName: 'Rita R.', mustChangePassword: true });
  });

  it('counts guesses of the present password like guesses at the door', async () => {
    await world.user('gwen', 'officer', department);
    const gwen = await world.as('gwen');
    const change = (currentPassword: string) =>
      gwen.post('/api/v1/me/password').send({ currentPassword, newPassword: 'Another-Horse-7' }).expect(422);
    for (let tries = 0; tries < 5; tries++) await change('wrong-Password-1');
    await change(password);
  });

  it('lets a token make no other token', async () => {
    const anna = await world.as('anna');
    const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const input = { name: 'w', scope: 'write', expiresOn };
    const { body } = await anna.post('/api/v1/api-tokens').send(input).expect(201);
    await world.http().post('/api/v1/api-tokens').set('Authorization', `Bearer ${body.token}`).send(input).expect(403);
  });

  it('keeps a read-only token from writing', async () => {
    const anna = await world.as('anna');
    const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const { body } = await anna.post('/api/v1/api-tokens').send({ name: 'r', scope: 'read', expiresOn }).expect(201);
    const post = world.http().post('/api/v1/companies').set('Authorization', `Bearer ${body.token}`);
    await post.send({ nameEn: 'Nope Ltd', country: 'US', region: 'US' }).expect(403);
    expect((await anna.get('/api/v1/api-tokens')).text).not.toContain(body.token);
  });

  it('keeps a token in no answer either: the same request again is told so', async () => {
    const anna = await world.as('anna');
    const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const again = () =>
      anna
        .post('/api/v1/api-tokens')
        .set('Idempotency-Key', 'one-token')
        .send({ name: 'once', scope: 'read', expiresOn })
        .expect(201);
    const [first, second] = [(await again()).body, (await again()).body];
    expect(first.token).toEqual(expect.any(String));
    expect(second).toEqual({ ...first, token: null });
    const { rows } = await world.owner.query('SELECT response::text AS text FROM idempotency_keys');
    expect(rows.map(({ text }) => text).join()).not.toContain(first.token);
  });

  it('refuses a page that speaks for somebody else than who is signed in now', async () => {
    const anna = await world.as('anna');
    const { id } = (await anna.get('/api/v1/me').expect(200)).body;
    await anna.get('/api/v1/leads').set('X-User-Id', id).expect(200);
    await anna.get('/api/v1/leads').set('X-User-Id', '018f0000-0000-7000-8000-000000000000').expect(401);
  });

  it('says in the audit log who signed in', async () => {
    const { rows } = await world.owner.query(
      `SELECT count(*)::int AS count FROM events WHERE type = 'session.opened' AND actor_id IS NULL`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});

describe('requests from elsewhere', () => {
  it('refuses writes that another site sends', async () => {
    const anna = await world.as('anna');
    const patch = () => anna.patch('/api/v1/me').send({ locale: 'zh-CN' });
    await patch().set('Sec-Fetch-Site', 'cross-site').expect(403);
    await patch().set('Origin', 'https://evil.example').expect(403);
    await patch().set('Sec-Fetch-Site', 'same-origin').expect(200);
    await patch().expect(200);
  });

  it('sends strict headers', async () => {
    const { headers } = await world.http().get('/api/v1/setup').expect(200);
    expect(headers['content-security-policy']).toContain(`script-src 'self'`);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it.each([
    [
      'broken JSON',
      (agent: ReturnType<World['http']>) =>
        agent.post('/api/v1/sessions').set('Content-Type', 'application/json').send('{'),
      400,
    ],
    [
      'an unknown field',
      (agent: ReturnType<World['http']>) =>
        agent.post('/api/v1/sessions').send({ username: 'a', password: 'b', admin: true }),
      400,
    ],
    ['a form', (agent: ReturnType<World['http']>) => agent.post('/api/v1/sessions').type('text/xml').send('<a/>'), 415],
    [
      'too large a body',
      (agent: ReturnType<World['http']>) =>
        agent.post('/api/v1/sessions').send({ username: 'a', password: 'b'.repeat(2_000_000) }),
      413,
    ],
    ['an unknown path', (agent: ReturnType<World['http']>) => agent.get('/api/v1/nothing-here'), 404],
  ])('answers %s with a problem', async (_, send, status) => {
    const { body, headers } = await send(world.http()).expect(status);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ status, title: expect.any(String), type: expect.stringContaining('/problems/') });
  });
});

describe('the administrators', () => {
  it('keep accounts and roles apart', async () => {
    await world.user('sec', 'security_admin', department);
    const id = await world.user('paul', 'officer', department);
    const [root, sec] = [await world.as('root'), await world.as('sec')];
    await root.post(`/api/v1/users/${id}/role`).send({ version: 1, role: 'head' }).expect(403);
    await sec.patch(`/api/v1/users/${id}`).send({ version: 1, displayName: 'x' }).expect(403);
    const { body } = await sec.post(`/api/v1/users/${id}/role`).send({ version: 1, role: 'head' }).expect(200);
    expect(body).toMatchObject({ role: 'head', version: 2 });
    await root.get('/api/v1/leads').expect(403);
    await sec.get('/api/v1/companies').expect(403);
  });

  it('lets the system administrator open no account that reads the business', async () => {
    const root = await world.as('root');
    const account = { displayName: 'New', departmentId: department, password: 'First-Horse-77' };
    for (const role of ['head', 'leader', 'statistician'])
      await root
        .post('/api/v1/users')
        .send({ ...account, username: `new-${role}`, role })
        .expect(422);
    await root
      .post('/api/v1/users')
      .send({ ...account, username: 'new-officer', role: 'officer' })
      .expect(201);
  });

  it('shows the auditor that business changed, and not to what', async () => {
    await world.user('audrey', 'auditor', department);
    const anna = await world.as('anna');
    const { body } = await anna
      .post('/api/v1/companies')
      .send({ nameEn: 'Secret Plans', country: 'US', region: 'US' })
      .expect(201);
    const audrey = await world.as('audrey');
    const { body: page } = await audrey.get(`/api/v1/audit-events?subjectId=${body.id}`).expect(200);
    expect(page.items[0]).toMatchObject({ type: 'company.created', valuesWithheld: true, actorName: 'anna' });
    expect(JSON.stringify(page.items)).not.toContain('Secret Plans');
    await audrey.get(`/api/v1/companies/${body.id}`).expect(403);
  });

  it('counts days where the auditor is', async () => {
    const audrey = await world.as('audrey');
    // Half past midnight on 2 January in Shanghai.
    await world.work.run('system', null, (tx) =>
      tx.record('installation.created', {
        subjectType: 'installation',
        subjectId: null,
        at: new Date('2025-01-01T16:30:00Z'),
      }),
    );
    const on = async (day: string) =>
      (await audrey.get(`/api/v1/audit-events?from=${day}&to=${day}`).expect(200)).body.total as number;
    expect(await on('2025-01-02')).toBe(1);
    expect(await on('2025-01-01')).toBe(0);
  });
});
