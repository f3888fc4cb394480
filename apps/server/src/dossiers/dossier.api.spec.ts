import { writeFileSync } from 'node:fs';
import { PDFParse } from 'pdf-parse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { runsOf } from '../platform/pdf/fonts';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let visit: { id: string; leadId: string; companyId: string };
let contactId: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld();
  const seoul = await world.department('Seoul');
  ids['olga'] = await world.user('olga', 'officer', seoul, { timeZone: 'Asia/Seoul' });
  await world.user('hanna', 'head', seoul);
  await world.user('stella', 'statistician', seoul);
  await world.user('otto', 'officer', seoul);
  olga = await world.as('olga');
  visit = await prepared(olga);
});
afterAll(() => world.close());

async function prepared(agent: Agent, names = { nameZh: '新都理光', nameEn: 'Sindoh', nameLocal: '신도리코' }) {
  const company = {
    ...names,
    country: 'KR',
    region: 'KR',
    address: '서울 성동구',
    profile: '打印机与复印机整机及部件',
  };
  const { body: made } = await agent.post('/api/v1/companies').send(company).expect(201);
  const contact = { companyId: made.id, name: '박지우', title: '대표이사', phone: '+82 2 555 0142' };
  contactId = (await agent.post('/api/v1/contacts').send(contact).expect(201)).body.id;
  const usd = { amount: '12500000', currency: 'USD' };
  const { body: deal } = await agent
    .post('/api/v1/deals')
    .send({ companyId: made.id, title: '感光鼓生产线', channel: 'chain', cluster: 'ELE', totalInvestment: usd })
    .expect(201);
  const promised = { category: 'plant', contactId, promisedBy: '王主任', promisedOn: '2026-01-05' };
  for (const [what, dueOn] of [
    ['三号厂房交付', '2026-02-01'],
    ['개별 통역 지원', '2030-05-01'],
  ])
    await agent
      .post(`/api/v1/leads/${deal.leadId}/promises`)
      .send({ ...promised, what, dueOn, dealId: deal.id })
      .expect(201);
  const { body } = await agent
    .post('/api/v1/visits')
    .send({
      companyId: made.id,
      leadId: deal.leadId,
      kind: 'inbound',
      status: 'planned',
      subject: '董事长一行考察',
      startsAt: '2030-03-04T01:00:00Z',
      endsAt: '2030-03-04T08:00:00Z',
      location: '怡园街道厂房',
      city: '威海',
      purpose: '确认三号厂房与供电',
      itinerary: [
        { time: '9:30', place: '管委会', what: '会谈' },
        { time: '14:00', place: '3号厂房', what: 'Tour of the plant, 현장 안내' },
      ],
      hosts: [{ name: '王主任', title: '管委会副主任' }],
      guests: [
        { name: '박지우', title: '대표이사' },
        { name: '山﨑 彩', title: '技術部長 ヤマザキ' },
      ],
      talkingPoints: '供电增容方案\n子女入学安排',
      vehicles: '商务车一辆,管委会门口接站',
      materials: '园区规划图、厂房图纸',
      contactIds: [contactId],
    })
    .expect(201);
  return {
    id: body.id as string,
    leadId: deal.leadId as string,
    companyId: made.id as string,
    dealId: deal.id as string,
  };
}

const get = (agent: Agent, id: string, language: string) =>
  agent
    .get(`/api/v1/visits/${id}/dossier?language=${language}`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });

/** The words on the pages, one space between them. */
async function read(agent: Agent, id: string, language = 'zh') {
  const { body, headers } = await get(agent, id, language).expect(200);
  expect(headers['content-type']).toBe('application/pdf');
  expect(headers['cache-control']).toBe('private, no-store');
  const bytes = body as Buffer;
  const keep = process.env['KEEP_DOSSIERS'];
  if (keep) writeFileSync(`${keep}/dossier-${language}.pdf`, bytes);
  const parser = new PDFParse({ data: new Uint8Array(bytes) });
  const { text, total } = await parser.getText();
  await parser.destroy();
  return { text: text.replace(/\s+/g, ' '), total, bytes };
}
const openings = async () =>
  Number(
    (
      await world.owner.query(`SELECT count(*) FROM events WHERE type = 'contact.opened' AND subject_id = $1`, [
        contactId,
      ])
    ).rows[0].count,
  );

describe('the dossier of a visit', () => {
  it('says in Chinese what its hosts need, names in every script', async () => {
    const { text, total, bytes } = await read(olga, visit.id, 'zh');
    expect(total).toBe(1);
    // Cut down to what is used: the fonts alone are 8 MB each.
    expect(bytes.length).toBeLessThan(300_000);
    for (const words of [
      '会面资料 · 来访',
      '董事长一行考察',
      '新都理光 · 신도리코 · Sindoh',
      '2030年3月4日周一 10:00 – 17:00',
      '威海 · 怡园街道厂房',
      '确认三号厂房与供电',
      '9:30 管委会 会谈',
      'Tour of the plant, 현장 안내',
      '王主任 · 管委会副主任',
      '박지우 · 대표이사',
      '山崎 彩 · 技術部長 ヤマザキ',
      '供电增容方案 子女入学安排',
      '车辆安排 商务车一辆,管委会门口接站',
      '材料准备 园区规划图、厂房图纸',
      '三号厂房交付 厂房 · 2026年2月1日前 · 对박지우 · 王主任承诺 已逾期',
      '개별 통역 지원',
      '感光鼓生产线 · 洽谈',
      '12,500,000 USD',
      '打印机与复印机整机及部件',
      '韩国',
      '+82 2 555 0142',
    ])
      expect(text).toContain(words);
  });

  it('says it in English too', async () => {
    const { text, total } = await read(olga, visit.id, 'en');
    expect(total).toBe(1);
    for (const words of [
      'Visit dossier · Incoming visit',
      'Mon, 4 Mar 2030',
      '박지우 · 대표이사',
      'Open promises',
      '三号厂房交付 Plant · by 1 Feb 2026 · to 박지우 · given by 王主任 overdue',
      'Negotiating since',
      'South Korea',
      'Printed by olga',
    ])
      expect(text).toContain(words);
    await olga.get(`/api/v1/visits/${visit.id}/dossier?language=fr`).expect(400);
  });

  it('says of how many days it was, and what came of it', async () => {
    expect((await read(olga, visit.id)).text).not.toMatch(/17:00 \(|成果/);
    const { body } = await olga.get(`/api/v1/visits/${visit.id}`).expect(200);
    // In Seoul, where the reader is, it ends on the third day.
    const held = { version: body.version, endsAt: '2030-03-05T16:00:00Z', results: '达成用电意向\n月底前报方案' };
    await olga.patch(`/api/v1/visits/${visit.id}`).send(held).expect(200);
    const zh = await read(olga, visit.id);
    expect(zh.text).toContain('2030年3月4日周一 10:00 – 2030年3月6日周三 01:00 (3 天)');
    expect(zh.text).toContain('成果 达成用电意向 月底前报方案');
    const en = await read(olga, visit.id, 'en');
    for (const words of ['01:00 (3 days)', 'Vehicles 商务车一辆', 'Materials 园区规划图', 'Results 达成用电意向'])
      expect(en.text).toContain(words);
  });

  it('carries phones for those alone who may open the contact, and logs that they did', async () => {
    const before = await openings();
    await read(olga, visit.id);
    expect(await openings()).toBe(before + 1);
    const { text } = await read(await world.as('stella'), visit.id);
    expect(text).toContain('박지우');
    expect(text).not.toContain('555 0142');
    // A statistician reads no promises either.
    expect(text).not.toContain('三号厂房交付');
    expect(await openings()).toBe(before + 1);
    await get(await world.as('otto'), visit.id, 'zh').expect(404);
  });

  it('goes by the codename where the matter is confidential, and stands on no other page', async () => {
    const secret = await prepared(olga, { nameZh: '隐秘光电', nameEn: 'Murmurine', nameLocal: '은밀' });
    const open = await olga
      .post('/api/v1/visits')
      .send({
        companyId: secret.companyId,
        kind: 'online',
        status: 'planned',
        subject: 'Open talk',
        startsAt: '2030-04-01T01:00:00Z',
      })
      .expect(201);
    const { version } = (await olga.get(`/api/v1/deals/${secret.dealId}`).expect(200)).body;
    await olga
      .post(`/api/v1/deals/${secret.dealId}/confidentiality`)
      .send({ version, codename: 'Falke', people: [] })
      .expect(200);
    const { text } = await read(olga, secret.id);
    expect(text).toContain('保密');
    expect(text).toContain('Falke');
    expect(text).toContain('三号厂房交付');
    expect(text).toContain('王主任 · 管委会副主任');
    // Nor by whom one meets, where, and to whom something was promised.
    const tellTale = ['박지우', '555 0142', '山崎', '威海', '怡园街道'];
    for (const word of ['隐秘光电', 'Murmurine', '은밀', '董事长一行', ...tellTale]) expect(text).not.toContain(word);
    await get(await world.as('hanna'), secret.id, 'zh').expect(404);
    const other = await read(olga, open.body.id as string);
    expect(other.text).toContain('隐秘光电');
    for (const word of ['三号厂房交付', 'Falke', '感光鼓生产线']) expect(other.text).not.toContain(word);
  });

  it('is printed of a visit that has nothing yet', async () => {
    const { companyId, lead } = await newLead(olga, 'Nothing Yet');
    const bare = { kind: 'online', status: 'planned', subject: 'Talk', startsAt: '2030-04-01T01:00:00Z' };
    const { body } = await olga
      .post('/api/v1/visits')
      .send({ ...bare, companyId, leadId: lead.id })
      .expect(201);
    expect((await read(olga, body.id, 'en')).text).toContain('Nothing Yet');
  });
});

describe('a text in print', () => {
  it('changes its font where one lacks the character, and prints no empty box', () => {
    expect(runsOf('王主任 박지우')).toEqual([
      { text: '王主任 ', font: 'Hans' },
      { text: '박지우', font: 'Korean' },
    ]);
    expect(runsOf('Łódź')[0]).toEqual({ text: 'Ł', font: 'Roboto' });
    expect(runsOf('山﨑')).toEqual([{ text: '山崎', font: 'Hans' }]);
    expect(runsOf('a\u{1F600}')).toEqual([{ text: 'a〓', font: 'Hans' }]);
    expect(runsOf('')).toEqual([]);
  });
});
