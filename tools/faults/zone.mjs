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

/**
 * Plans follow-ups of the officers in turn, evenly over a stretch of time that begins once they are all there.
 * @param seconds the stretch
 * @param prefix begins every marker; the marker is in the title
 * @returns {Promise<{ from: number, reminders: { marker: string, due: number, to: string, id: string }[] }>}
 */
export async function planFollowUps({ head, people, companies }, count, seconds, prefix) {
  const width = 6;
  const create = async (n, title, due) => {
    const { body } = await head('POST', '/follow-ups', {
      companyId: companies[n % companies.length],
      ownerId: people[n % people.length].id,
      title,
      dueAt: new Date(due).toISOString(),
    });
    return body.id;
  };
  // How long it takes is found out first, on some that are due in a year.
  const trial = 30;
  const begun = Date.now();
  await inParallel(Array.from({ length: trial }), width, (_, n) =>
    create(n, `${prefix} trial`, begun + 365 * 86_400_000),
  );
  const from = Date.now() + 3_000 + ((Date.now() - begun) / trial) * count * 1.5;
  const reminders = await inParallel(Array.from({ length: count }), width, async (_, n) => {
    const marker = `${prefix}-${String(n).padStart(6, '0')}-x`;
    const due = Math.round(from + (seconds * 1_000 * n) / count);
    return { marker, due, to: people[n % people.length].email, id: await create(n, `Call about ${marker}`, due) };
  });
  if (Date.now() > from)
    throw new Error('the machine was too busy: not all follow-ups were there before the first was due');
  return { from, reminders };
}

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
