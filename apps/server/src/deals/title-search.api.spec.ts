import { gramNumbers } from '@torch/domain';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let otto: Agent;
let lina: Agent;
beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  await world.user('olga', 'officer', department);
  await world.user('otto', 'officer', department);
  await world.user('lina', 'leader', department);
  [olga, otto, lina] = [await world.as('olga'), await world.as('otto'), await world.as('lina')];
});
afterAll(() => world.close());

/** A deal, with the lead that came with it, at a company of its own. */
async function deal(nameEn: string, title: string) {
  const { body: company } = await olga
    .post('/api/v1/companies')
    .send({ nameEn, country: 'KR', region: 'KR' })
    .expect(201);
  await olga.post('/api/v1/contacts').send({ companyId: company.id, name: 'Somebody' }).expect(201);
  const input = {
    companyId: company.id,
    title,
    channel: 'chain',
    cluster: 'MED',
    totalInvestment: { amount: '1', currency: 'USD' },
  };
  const { body } = await olga.post('/api/v1/deals').send(input).expect(201);
  return body as { id: string; version: number; leadId: string; companyId: string };
}

const lists = { deals: 'id', leads: 'leadId', 'deals/board': 'id' } as const;

/** In which of the lists a search finds the deal, or its lead. */
async function found(agent: Agent, q: string, made: { id: string; leadId: string }): Promise<string[]> {
  const where: string[] = [];
  for (const [list, key] of Object.entries(lists)) {
    const { body } = await agent.get(`/api/v1/${list}`).query({ q }).expect(200);
    const items = body.items ?? body.columns.flatMap((column: { items: object[] }) => column.items);
    if (items.some(({ id }: { id: string }) => id === made[key])) where.push(list);
  }
  return where;
}
const everywhere = Object.keys(lists);

describe('a search by title', () => {
  it.each([
    ['Amber Foundry', '新能源電池工廠', '电池', '能源'],
    ['Copper Valley', '스마트 의료기기 공장', '의료', '의료기기 공장'],
    ['Dorado Pumps', 'スマート工場プロジェクト', 'プロ', 'スマート工'],
    ['Ember Ceramics', 'Überwald turbine works', 'tu', 'TURBINE W'],
  ])('finds leads and deals at %s by a word of %s', async (company, title, two, more) => {
    const made = await deal(company, title);
    for (const q of [two, more, title]) expect(await found(olga, q, made), q).toEqual(everywhere);
    expect(await found(olga, 'zzqq', made)).toEqual([]);
  });

  it('follows the title, the name of the company, and what a codename hides', async () => {
    const made = await deal('Morrowind Pumps', 'Vellichor plant');
    expect(await found(lina, 'vellichor', made)).toEqual(everywhere);
    const { body: renamed } = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: made.version, title: 'Quixotry plant' })
      .expect(200);
    expect(await found(lina, 'vellichor', made)).toEqual(['leads']);
    expect(await found(lina, 'quixotry', made)).toEqual(['deals', 'deals/board']);
    const { body: lead } = await olga.get(`/api/v1/leads/${made.leadId}`).expect(200);
    await olga
      .patch(`/api/v1/leads/${made.leadId}`)
      .send({ version: lead.version, title: 'Quixotry lead' })
      .expect(200);
    expect(await found(lina, 'quixotry', made)).toEqual(everywhere);
    const { body: company } = await olga.get(`/api/v1/companies/${made.companyId}`).expect(200);
    await olga
      .patch(`/api/v1/companies/${made.companyId}`)
      .send({ version: company.version, nameEn: 'Zanzibar Pumps' })
      .expect(200);
    expect(await found(lina, 'morrowind', made)).toEqual([]);
    expect(await found(lina, 'zanzibar', made)).toEqual(everywhere);

    const { body: secret } = await olga
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: renamed.version, codename: 'Grey Heron', people: [] })
      .expect(200);
    for (const q of ['quixotry', 'zanzibar', 'pumps', 'grey', 'heron', 'gr']) {
      expect(await found(otto, q, made), q).toEqual([]);
      expect(await found(lina, q, made), q).toEqual([]);
    }
    // Also before the eyes of those who know it, it goes by its codename.
    expect(await found(olga, 'grey heron', made)).toEqual(everywhere);
    expect(await found(olga, 'quixotry', made)).toEqual([]);
    const { rows } = await world.owner.query(
      `SELECT search_text FROM deals WHERE id = $1 UNION ALL SELECT search_text FROM leads WHERE id = $2`,
      [made.id, made.leadId],
    );
    expect(rows).toEqual([{ search_text: 'greyheron' }, { search_text: 'greyheron' }]);

    await olga
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: secret.version, codename: null, people: [] })
      .expect(200);
    expect(await found(lina, 'quixotry', made)).toEqual(everywhere);
    expect(await found(lina, 'heron', made)).toEqual([]);
  });

  it('takes what only looks like a pattern for what it is', async () => {
    const made = await deal('Percent Works', 'Kiln 100');
    for (const q of ['%', '_', '__', '\\', `'`, '%kiln'])
      expect(await found(olga, q, made), q).toEqual(q === '%kiln' ? everywhere : []);
    expect(await found(olga, 'k', made)).toEqual(everywhere);
  });

  it('counts bigrams alike in the database and in the application', async () => {
    for (const text of ['', '徐', 'aaaa', '威高集团weigao', '𠮷野家', 'überwald', '한빛정밀', 'スマート'])
      expect((await world.owner.query('SELECT search_grams($1) AS grams', [text])).rows[0].grams.sort(), text).toEqual(
        [...new Set([...gramNumbers(text), ...gramNumbers([...text][0] ?? '')])].sort(),
      );
  });

  it('writes nothing that has no event but what it derives', async () => {
    const made = await deal('Explained Works', 'Explained kiln');
    const db = world.app.get(DataSource);
    await expect(db.query(`UPDATE leads SET title = 'Other' WHERE id = $1`, [made.leadId])).rejects.toThrow(
      'without an event',
    );
    await db.query(`UPDATE leads SET search_text = 'anything' WHERE id = $1`, [made.leadId]);
    expect(await found(olga, 'explained kiln', made)).toEqual(everywhere);
  });
});
