import { may, type Permission, reachOf, type Role, roles } from '@torch/domain';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpModule } from '../src/platform/http/http.module';
import { Storage } from '../src/platform/storage/storage';
import { startWorld, type World } from './support';
import { type Kind, type Made, makeRecord, placed, type RouteCase, routeCases } from './walk-cases';

/** Lists that are not sorted by creation. */
const sorts: Partial<Record<Kind, string>> = {
  followUp: '-dueAt',
  visit: '-startsAt',
  assignment: 'dueOn',
  promise: 'dueOn',
  tour: '-fromOn',
  absence: '-fromOn',
  conflict: '-openedAt',
  transfer: '-at',
  pooledLead: '-pooledAt',
};

/** Whose the record is: the caller's own, a colleague's in the same department, or another department's. */
const ownerships = ['own', 'department', 'other'] as const;

/** Who asks, about a record that was made for it, and how that has to end. */
interface Caller {
  role: Role;
  ownership: (typeof ownerships)[number];
  made: Made | null;
  agent: Awaited<ReturnType<World['as']>>;
  want: number;
}

let world: World;
const departments: Record<string, string> = {};
const ids: Record<string, string> = {};
const counts = { allowed: 0, refused: 0 };

beforeAll(async () => {
  world = await startWorld();
  departments['home'] = await world.department('Home');
  departments['other'] = await world.department('Other');
  for (const role of roles) ids[role] = await world.user(`walk-${role}`, role, departments['home'] as string);
  ids['colleague'] = await world.user('colleague', 'officer', departments['home'] as string);
  ids['deputy'] = await world.user('deputy', 'officer', departments['other'] as string);
  ids['stranger'] = await world.user('stranger', 'officer', departments['other'] as string);
});
afterAll(async () => {
  console.log(`permission walk: ${counts.allowed} allowed, ${counts.refused} refused, over ${routes().length} routes`);
  await world.close();
});

const routes = () => world.app.get(HttpModule).routes;
const name = (route: { method: string; path: string }) => `${route.method} ${route.path}`;

/** Everything that a refused request must leave as it was. */
async function state(): Promise<string> {
  const { rows } = await world.owner.query(
    `SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM sessions) AS sessions,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM leads t) AS leads,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM companies t) AS companies,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM contacts t) AS contacts,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM deals t) AS deals,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM stage_changes t) AS stage_changes,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM visits t) AS visits,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM follow_ups t) AS follow_ups,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM users t) AS users,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM departments t) AS departments,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM attachments t) AS attachments,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM screenings t) AS screenings,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM scorecards t) AS scorecards,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM offers t) AS offers,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM assignments t) AS assignments,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM promises t) AS promises,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM tours t) AS tours,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM conflicts t) AS conflicts,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM transfers t) AS transfers,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM ownership_changes t) AS ownership_changes,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM funds t) AS funds,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM investment_plans t) AS investment_plans,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM exchange_rates t) AS exchange_rates,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM targets t) AS targets,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM month_closes t) AS month_closes,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM absences t) AS absences,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM saved_views t) AS saved_views,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM calendar_overrides t) AS calendar_overrides,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM robots t) AS robots,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM snoozes t) AS snoozes,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM calendar_feeds t) AS calendar_feeds,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM wall_links t) AS wall_links,
       (SELECT md5(string_agg(t::text, '' ORDER BY user_id, kind, channel)) FROM notification_preferences t) AS notification_preferences,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM report_templates t) AS report_templates,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM report_schedules t) AS report_schedules,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM exports t) AS exports,
       (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM mails t) AS mails`,
  );
  return JSON.stringify(rows[0]);
}

/** What the permission table says the answer must be. */
function expected(
  route: { permission: Permission; success: number },
  each: RouteCase,
  role: Role,
  made: Made | null,
): number {
  const reach = reachOf(role, route.permission);
  if (reach === null) return 403;
  if (!made || !each.read) return route.success;
  if (each.shownTo && reachOf(role, each.shownTo) === null) return 404;
  const actor = {
    id: ids[role] as string,
    role,
    departmentId: departments['home'] as string,
    departmentIds: [departments['home'] as string],
  };
  if (may(actor, route.permission, made)) return route.success;
  return may(actor, each.read, made) ? 403 : 404;
}

/** Puts a file where the storage would look for that of the document. */
async function keepBytes(id: string): Promise<void> {
  const { rows } = await world.owner.query('SELECT sha256 FROM attachments WHERE id = $1', [id]);
  const storage = world.app.get(Storage);
  const path = join(await storage.scratch(), id);
  await writeFile(path, 'x');
  await storage.keep(path, rows[0].sha256);
}

describe('every route × role × ownership', () => {
  it('has a case for every route, and no case for a route that is gone', () => {
    const walked = routes().filter(({ access }) => access && 'permission' in access);
    expect(Object.keys(routeCases).sort()).toEqual(walked.map(name).sort());
  });

  it.each(Object.entries(routeCases))('%s', async (key, each) => {
    const route = routes().find((candidate) => name(candidate) === key);
    if (!route?.access || !('permission' in route.access)) throw new Error(`no such guarded route: ${key}`);
    const { permission } = route.access;
    const success = route.answer?.status ?? 200;
    const [method, path] = key.split(' ') as [string, string];

    const ask = async ({ role, made, agent }: Caller) => {
      const url = `/api/v1${placed(path)
        .replace(':type', each.kind ?? '')
        .replace(
          ':id',
          made?.id ?? randomUUID(),
        )}${typeof each.query === 'function' ? each.query(ids) : (each.query ?? '')}`;
      const sent = agent[method.toLowerCase() as 'get'](url).timeout(5_000);
      if (each.stream)
        sent.buffer(true).parse((response, done) => (done(null, ''), (response as unknown as Readable).destroy()));
      for (const [field, value] of Object.entries(each.file?.(made) ?? {})) void sent.field(field, value);
      const [text, called] = each.content ?? ['A few words.', 'words.txt'];
      if (each.file) void sent.attach('file', Buffer.from(text), called);
      const { status, body } = await (each.body ? sent.send(each.body(made, ids, departments)) : sent);
      return { status, said: `${role}: ${key} ${JSON.stringify(body)}` };
    };

    const refused: Caller[] = [];
    for (const role of roles)
      for (const ownership of each.kind ? ownerships : (['own'] as const)) {
        const owner = { own: role, department: 'colleague', other: 'stranger' }[ownership];
        const whose = {
          ownerId: ids[owner] as string,
          departmentId: departments[ownership === 'other' ? 'other' : 'home'] as string,
        };
        const made = each.kind ? await makeRecord(world, each.kind as Kind, whose, each.deleted) : null;
        const agent = await world.as(each.leaves ? await throwAway(role) : `walk-${role}`);
        if (each.bytes && made) await keepBytes(made.id);
        const want = expected({ permission, success }, each, role, made);
        const caller: Caller = { role, ownership, made, agent, want };
        if (want >= 400) {
          refused.push(caller);
          continue;
        }
        const { status, said } = await ask(caller);
        expect(status, `${ownership}, ${said}`).toBe(want);
        counts.allowed += 1;
      }
    // Those who are refused come last, one after another: nothing is as much as touched by all of them together.
    const before = await state();
    for (const caller of refused) {
      const { status, said } = await ask(caller);
      expect(status, `${caller.ownership}, ${said}`).toBe(caller.want);
      counts.refused += 1;
    }
    const callers = refused.map(({ role, ownership }) => `${role} (${ownership})`).join(', ');
    expect(await state(), `${key} changed something, though it was refused to ${callers}`).toBe(before);
  });

  it.each([
    ['lead', 'leads', 'lead.read'],
    ['deal', 'deals', 'deal.read'],
    ['visit', 'visits', 'visit.read'],
    ['followUp', 'follow-ups', 'followUp.read'],
    ['company', 'companies', 'company.read'],
    ['contact', 'contacts', 'contact.list'],
    ['attachment', 'attachments', 'attachment.read'],
    ['offer', 'offers', 'offer.read'],
    ['conflict', 'conflicts', 'conflict.read'],
    ['transfer', 'transfers', 'transfer.read'],
    ['pooledLead', 'pool', 'pool.read'],
    ['assignment', 'assignments', 'assignment.read'],
    ['fund', 'funds', 'fund.read'],
    ['promise', 'promises', 'promise.read'],
    ['tour', 'tours', 'visit.read'],
    ['absence', 'absences', 'absence.read'],
    ['savedView', 'saved-views', 'view.read'],
  ] as const)('lists of %s hold what may be read, and nothing else', async (kind, list, permission) => {
    for (const ownership of ownerships)
      for (const role of roles.filter((each) => reachOf(each, permission))) {
        const owner = { own: role, department: 'colleague', other: 'stranger' }[ownership];
        const department = departments[ownership === 'other' ? 'other' : 'home'] as string;
        const made = await makeRecord(world, kind, { ownerId: ids[owner] as string, departmentId: department });
        const agent = await world.as(`walk-${role}`);
        const actor = { id: ids[role] as string, role, departmentId: departments['home'] as string };
        const seen = may({ ...actor, departmentIds: [actor.departmentId] }, permission, made);
        const { body } = await agent.get(`/api/v1/${list}?limit=200&sort=${sorts[kind] ?? '-createdAt'}`).expect(200);
        const held = (body.items as { id: string }[]).some(({ id }) => id === made.id);
        expect(held, `${role}, ${ownership}`).toBe(seen);
      }
  });

  it('answers visitors who have not signed in with 401 everywhere else', async () => {
    for (const route of routes().filter(({ access }) => access && 'permission' in access)) {
      const method = route.method.toLowerCase() as 'get';
      const { status } = await world
        .http()
        [method](`/api/v1${route.path.replace(':type', 'lead').replace(':id', randomUUID())}`);
      expect(status, name(route)).toBe(401);
    }
  });
});

/** For acts that end the session or change the account: a user who is not needed again. */
async function throwAway(role: Role): Promise<string> {
  const username = `gone-${randomUUID().slice(0, 8)}`;
  await world.user(username, role, departments['home'] as string);
  return username;
}
