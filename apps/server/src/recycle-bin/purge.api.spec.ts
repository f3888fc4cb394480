import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { explained } from '../platform/database/explained';
import { RecycleBinPurge, rules } from './purge';

let world: World;
let olga: Awaited<ReturnType<World['as']>>;
beforeAll(async () => {
  world = await startWorld();
  await world.user('olga', 'officer', await world.department('Team'));
  olga = await world.as('olga');
});
afterAll(() => world.close());

const tables = {
  company: 'companies',
  contact: 'contacts',
  lead: 'leads',
  visit: 'visits',
  followUp: 'follow_ups',
  attachment: 'attachments',
};
type Kind = keyof typeof tables;

/** As if it had been deleted so many days ago. */
const age = (kind: Kind, id: string, days: number) =>
  world.work.run('system', null, async (tx) => {
    await tx.query(`UPDATE ${tables[kind]} SET deleted_at = now() - make_interval(days => $2) WHERE id = $1`, [
      id,
      days,
    ]);
    await tx.record(`${kind}.deleted`, { subjectType: kind, subjectId: id });
  });
const purge = () => world.app.get(RecycleBinPurge).run();
const left = async (kind: Kind, id: string) =>
  ((await world.owner.query(`SELECT FROM ${tables[kind]} WHERE id = $1`, [id])).rowCount ?? 0) > 0;

async function everything(name: string) {
  const { companyId, lead } = await newLead(olga, name);
  const post = async (path: string, body: object) =>
    (await olga.post(`/api/v1/${path}`).send(body).expect(201)).body.id as string;
  const contact = await post('contacts', { companyId, name: 'Somebody', phone: '+82 2 555 0100' });
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();
  const followUp = await post('follow-ups', { leadId: lead.id, title: 'Call', dueAt });
  const meeting = { kind: 'inbound', status: 'completed', subject: 'Talk', startsAt: '2026-01-05T02:00:00Z' };
  const visit = await post('visits', { ...meeting, companyId, leadId: lead.id, contactIds: [contact] });
  const paper = async (subjectType: string, subjectId: string) =>
    (
      await olga
        .post('/api/v1/attachments')
        .field({ subjectType, subjectId, kind: 'other' })
        .attach('file', Buffer.from('A few words.'), 'words.txt')
        .expect(201)
    ).body.id as string;
  const papers = [await paper('lead', lead.id), await paper('visit', visit), await paper('company', companyId)];
  return { papers, ids: { company: companyId, lead: lead.id, contact, followUp, visit } };
}

describe('what has rested in the recycle bin', () => {
  it('goes for good after 90 days, all that hangs together, and says so', async () => {
    const { ids, papers } = await everything('All Gone');
    for (const [kind, id] of Object.entries(ids)) await age(kind as Kind, id, 91);
    await purge();
    for (const id of papers) expect(await left('attachment', id), 'a document of what is gone').toBe(false);
    for (const [kind, id] of Object.entries(ids)) expect(await left(kind as Kind, id), kind).toBe(false);
    const { rows } = await world.owner.query<{ type: string }>(
      `SELECT type FROM events WHERE type LIKE '%.purged' AND subject_id = ANY($1) ORDER BY type`,
      [[...Object.values(ids), ...papers]],
    );
    expect(rows.map(({ type }) => type)).toEqual([
      ...papers.map(() => 'attachment.purged'),
      'company.purged',
      'contact.purged',
      'followUp.purged',
      'lead.purged',
      'visit.purged',
    ]);
  });

  it('stays until then', async () => {
    const { ids, papers } = await everything('Still There');
    for (const [kind, id] of Object.entries(ids)) await age(kind as Kind, id, 89);
    await purge();
    for (const [kind, id] of Object.entries(ids)) expect(await left(kind as Kind, id), kind).toBe(true);
    for (const id of papers) expect(await left('attachment', id)).toBe(true);
  });

  it('stays while something live points at it; a contact leaves the visits that stay', async () => {
    const { ids, papers } = await everything('Pointed At');
    await age('lead', ids.lead, 91);
    await age('contact', ids.contact, 91);
    await purge();
    expect(await left('lead', ids.lead)).toBe(true);
    expect(await left('contact', ids.contact)).toBe(false);
    const { body } = await olga.get(`/api/v1/visits/${ids.visit}`).expect(200);
    expect(body.contactIds).toEqual([]);
    const [first, ...others] = papers;
    expect(await left('attachment', first as string)).toBe(false);
    for (const id of others) expect(await left('attachment', id)).toBe(true);
  });

  it('is held back by everything that points at it, whatever table comes', async () => {
    const { rows: keys } = await world.owner.query<{
      target: string;
      table: string;
      column: string;
      cascades: boolean;
    }>(
      `SELECT k.confrelid::regclass::text AS target, k.conrelid::regclass::text AS table, a.attname AS column,
              k.confdeltype IN ('c', 'n') AS cascades
       FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
       WHERE k.contype = 'f' AND k.confrelid::regclass::text = ANY($1)`,
      [rules.map(({ table }) => table)],
    );
    expect(keys.length).toBeGreaterThan(20);
    const forgotten = keys.filter(({ target, table, column, cascades }) => {
      const rule = rules.find((each) => each.table === target);
      if (rule?.pointedAtBy.some(([other, by]) => other === table && by === column)) return false;
      const [subject, by] = explained[table] ?? [];
      // What goes along needs no event, or has the one of what it goes with; a visit or promise is told that a contact left it.
      const told = !subject || (subject === rule?.subject && by === column) || column === 'contact_id';
      return !(cascades && told);
    });
    expect(forgotten).toEqual([]);
  });

  it('takes along what was judged of a lead', async () => {
    const { ids } = await everything('Screened');
    const aspects = ['industry', 'market', 'technology', 'environment', 'energy', 'benefit'];
    const opinion = {
      conclusion: 'recommended',
      aspects: Object.fromEntries(aspects.map((each) => [each, { verdict: 'neutral' }])),
    };
    await olga.post(`/api/v1/leads/${ids.lead}/screenings`).send(opinion).expect(201);
    for (const kind of ['followUp', 'visit', 'lead'] as const) await age(kind, ids[kind], 91);
    await purge();
    expect(await left('lead', ids.lead)).toBe(false);
    const { rowCount } = await world.owner.query('SELECT FROM screenings WHERE lead_id = $1', [ids.lead]);
    expect(rowCount).toBe(0);
  });

  it('leaves a promise that was made to a contact, and takes the name off it', async () => {
    const { ids } = await everything('Promised To');
    const given = { what: 'Water', category: 'utilities', promisedBy: 'Olga', contactId: ids.contact };
    const { body } = await olga
      .post(`/api/v1/leads/${ids.lead}/promises`)
      .send({ ...given, promisedOn: '2026-01-05', dueOn: '2030-01-05' })
      .expect(201);
    for (const kind of ['contact', 'followUp', 'visit', 'lead'] as const) await age(kind, ids[kind], 91);
    await purge();
    expect(await left('contact', ids.contact)).toBe(false);
    // What was promised is answered for, whatever became of the lead.
    expect(await left('lead', ids.lead)).toBe(true);
    const { rows } = await world.owner.query('SELECT contact_id, what FROM promises WHERE id = $1', [body.id]);
    expect(rows).toEqual([{ contact_id: null, what: 'Water' }]);
  });

  it('takes the people of a company along', async () => {
    const { ids } = await everything('People');
    for (const kind of ['followUp', 'visit', 'lead', 'company'] as const) await age(kind, ids[kind], 91);
    await purge();
    expect(await left('contact', ids.contact)).toBe(false);
    expect(await left('company', ids.company)).toBe(false);
  });
});
