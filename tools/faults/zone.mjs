/** Where the officers are: several zones, some of which shift their clocks. */
export const zones = ['Asia/Shanghai', 'Asia/Seoul', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'];

const password = 'Correct-Horse-9';
const changed = 'Correct-Horse-10';

/** Runs the work for every item, so many at a time. */
export async function inParallel(items, width, work) {
  const queue = items.entries();
  const results = [];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of queue) results[index] = await work(item, index);
    }),
  );
  return results;
}

/** A caller of the API; answers anything but 2xx with an error that tells what was said. */
const caller =
  (base, headers = {}) =>
  async (method, path, body) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { body: text ? JSON.parse(text) : null, cookie: answer.headers.get('set-cookie')?.split(';')[0] };
  };

/** Signs in; a first password is changed on the way. */
async function signIn(base, username, { first = true } = {}) {
  const open = async (secret) => {
    const { cookie } = await caller(base)('POST', '/sessions', { username, password: secret });
    return caller(base, { cookie });
  };
  const call = await open(password);
  if (!first) return call;
  await call('POST', '/me/password', { currentPassword: password, newPassword: changed });
  return open(changed);
}

/**
 * Sets up an empty zone by the API: an administrator, a head, and so many officers of the head's department.
 * @param officers how many
 * @param isGone whether officer number n has an address that a mail server may refuse
 */
export async function setUpZone(base, officers, isGone = () => false) {
  await caller(base)('POST', '/setup', {
    zoneName: 'Zone',
    zone: 'blank',
    administrator: { username: 'root', displayName: 'Root', password },
  });
  const root = await signIn(base, 'root', { first: false });
  const { body: department } = await root('POST', '/departments', { name: '招商一部' });
  const user = async (username, role, more = {}) =>
    (
      await root('POST', '/users', {
        username,
        displayName: username,
        role,
        departmentId: department.id,
        password,
        ...more,
      })
    ).body;
  await user('security', 'security_admin');
  const { id: headId, version } = await user('head', 'officer');
  const security = await signIn(base, 'security');
  await security('POST', `/users/${headId}/role`, { version, role: 'head' });
  const head = await signIn(base, 'head');
  const people = await inParallel(Array.from({ length: officers }), 4, async (_, n) => {
    const email = `officer-${n}${isGone(n) ? '-gone' : ''}@zone.example`;
    const { id } = await user(`officer-${n}`, 'officer', {
      email,
      timeZone: zones[n % zones.length],
      locale: n % 2 ? 'en' : 'zh-CN',
    });
    return { id, email, timeZone: zones[n % zones.length] };
  });
  const companies = await inParallel(Array.from({ length: Math.ceil(officers / 20) }), 4, async (_, n) => {
    const { body } = await head('POST', '/companies', { nameEn: `Company ${n}`, country: 'KR', region: 'KR' });
    return body.id;
  });
  return { root, head, people, companies };
}

/** A follow-up of officer number n, in its turn. @returns what has to arrive */
async function planOne({ head, people, companies }, n, marker, due) {
  const { id: ownerId, email: to } = people[n % people.length];
  const { body } = await head('POST', '/follow-ups', {
    companyId: companies[n % companies.length],
    ownerId,
    title: `Call about ${marker}`,
    dueAt: new Date(due).toISOString(),
  });
  return { marker, due, to, id: body.id };
}

const numbered = (prefix, n) => `${prefix}-${String(n).padStart(6, '0')}-x`;

/**
 * Plans follow-ups of the officers in turn, evenly over a stretch of time that begins once they are all there.
 * @param seconds the stretch
 * @param prefix begins every marker; the marker is in the title
 * @returns {Promise<{ from: number, reminders: { marker: string, due: number, to: string, id: string }[] }>}
 */
export async function planFollowUps(zone, count, seconds, prefix) {
  const width = 6;
  // How long it takes is found out first, on some that are due in a year; the first ones only warm up.
  const trial = 30;
  const year = 365 * 86_400_000;
  let begun;
  for (let round = 0; round < 2; round++) {
    begun = Date.now();
    await inParallel(Array.from({ length: trial }), width, (_, n) => planOne(zone, n, `${prefix} trial`, begun + year));
  }
  let expected = ((Date.now() - begun) / trial) * count;
  for (let attempt = 0; attempt < 5; attempt++) {
    const from = Date.now() + 2_000 + expected * 1.3;
    const started = Date.now();
    const reminders = await inParallel(Array.from({ length: count }), width, (_, n) =>
      planOne(zone, n, numbered(`${prefix}${attempt}`, n), Math.round(from + (seconds * 1_000 * n) / count)),
    );
    if (Date.now() < from) return { from, reminders };
    // The machine was busy, and the first were due before the last were there. These go out too, and nobody counts them.
    expected = (Date.now() - started) * 1.5;
  }
  throw new Error('the machine is too busy: not all follow-ups are there before the first is due');
}

/**
 * Plans some more that are due at once, for an outage that found nothing left to break.
 * @param begun how many there have been already
 */
export const planMore = (zone, begun, prefix) =>
  inParallel(Array.from({ length: 6 }), 6, (_, n) =>
    planOne(zone, begun + n, numbered(`${prefix}9`, begun + n), Date.now() + 1_000),
  );

/** Sends again what the mail server had refused for good. @returns Message-IDs of what was sent again */
export async function sendFailedAgain({ root }) {
  const again = [];
  for (;;) {
    const { body } = await root('GET', '/mails?state=failed&limit=100');
    if (body.items.length === 0) return again;
    for (const { id, messageId } of body.items) {
      await root('POST', `/mails/${id}/retry`);
      again.push(messageId);
    }
  }
}
