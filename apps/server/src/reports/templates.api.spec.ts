import { readFileSync } from 'node:fs';
import { reportWords } from '@torch/contracts';
import { addDays } from '@torch/domain';
import Excel from 'exceljs';
import PizZip from 'pizzip';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { dateIn } from '../platform/time';
import { ReportSender } from './report.sender';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let root: Agent;
let hanna: Agent;
const ids: Record<string, string> = {};

const template = (name: string) => readFileSync(new URL(`./templates/${name}`, import.meta.url));
const docx = 'word/document.xml';

/** A template of the product with something changed in one of its parts. */
function changed(name: string, part: string, change: (text: string) => string): Buffer {
  const zip = new PizZip(template(name));
  zip.file(part, change(zip.file(part)?.asText() ?? ''));
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
}
const withText = (text: string) => changed('weekly.en.docx', docx, (xml) => xml.replace('{title}', text));

/** Of a field of Word: its two ends, and a run of its code. */
const [begin, end] = ['begin', 'end'].map((type) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`);
const said = (code: string) => `<w:r><w:instrText xml:space="preserve">${code}</w:instrText></w:r>`;

const bytes = (sent: request.Test) =>
  sent.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => done(null, Buffer.concat(chunks)));
  });
const place = '/api/v1/report-templates/weekly/en/docx';
const upload = (file: Buffer, { to = place, version = 0, name = 'form.docx' } = {}) =>
  root.post(to).field('version', String(version)).attach('file', file, name);
const make = async (agent: Agent, format: 'docx' | 'xlsx' | 'pptx' | 'pdf', locale = 'en') =>
  (await bytes(agent.post('/api/v1/reports').send({ kind: 'weekly', locale, format })).expect(200)).body as Buffer;
const inUse = async () =>
  ((await root.get('/api/v1/report-templates').expect(200)).body.items as { kind: string; version: number }[]).filter(
    ({ version }) => version > 0,
  );

beforeAll(async () => {
  world = await startWorld();
  root = await world.as('root');
  const home = await world.department('Home');
  const away = await world.department('Away');
  ids['hanna'] = await world.user('hanna', 'head', home, { locale: 'en' });
  ids['heinz'] = await world.user('heinz', 'head', away);
  ids['olga'] = await world.user('olga', 'officer', home);
  ids['stella'] = await world.user('stella', 'statistician', home);
  ids['sven'] = await world.user('sven', 'statistician', home);
  ids['carl'] = await world.user('carl', 'collaborator', home);
  hanna = await world.as('hanna');
  await newLead(await world.as('olga'), 'Müller <b>&"{title}"</b>\u000b Works');
});
afterAll(() => world.close());

describe('the templates of reports', () => {
  it('are the product’s own, until one is put in its place, and again when that is taken back', async () => {
    const { body: all } = await root.get('/api/v1/report-templates').expect(200);
    expect(all.items).toHaveLength(18);
    expect(await inUse()).toEqual([]);
    const { body: own } = await bytes(root.get(`${place}/content`)).expect(200);
    expect((own as Buffer).equals(template('weekly.en.docx'))).toBe(true);

    const mine = withText('The bureau’s own {title} of {signedCount}');
    const { body: first } = await upload(mine).expect(200);
    expect(first).toMatchObject({ version: 1, fileName: 'form.docx', updatedByName: 'Root', size: mine.length });
    expect(new PizZip(await make(hanna, 'docx')).file(docx)?.asText()).toContain(
      'The bureau’s own Weekly investment report of 0',
    );
    expect((await bytes(root.get(`${place}/content`)).expect(200)).body.equals(mine)).toBe(true);
    expect((await bytes(root.get(`${place}/content?original=true`)).expect(200)).body.equals(own)).toBe(true);

    const { body: stale } = await upload(mine).expect(409);
    expect(stale.current).toMatchObject({ version: 1 });
    await upload(mine, { version: 1 }).expect(200);
    await root.post(`${place}/reset`).send({ version: 1 }).expect(409);
    const { body: back } = await root.post(`${place}/reset`).send({ version: 2 }).expect(200);
    expect(back).toMatchObject({ id: null, version: 0 });
    expect(new PizZip(await make(hanna, 'docx')).file(docx)?.asText()).not.toContain('bureau’s own');
    const { rows } = await world.owner.query(
      `SELECT type FROM events WHERE subject_type = 'reportTemplate' ORDER BY id`,
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'reportTemplate.created',
      'reportTemplate.updated',
      'reportTemplate.deleted',
    ]);
    await hanna.get('/api/v1/report-templates').expect(403);
  });

  it('are refused with the names that no report has, and the list of those there are', async () => {
    const { body } = await upload(withText('{titel} {#signedAny}{signedSum}{/signedAny} {constructor}')).expect(422);
    expect(body.errors.map(({ code, message }: { code: string; message: string }) => [code, message])).toEqual([
      ['unknown-field', 'titel'],
      ['unknown-field', 'signedSum'],
      ['unknown-field', 'constructor'],
    ]);
    expect(body.detail).toContain('signedTotal');
    const { body: fields } = await root.get('/api/v1/report-templates/fields').expect(200);
    expect(fields.tables.find(({ name }: { name: string }) => name === 'signed').columns).toContain('amount');

    const workbook = new Excel.Workbook();
    await workbook.xlsx.load(template('weekly.en.xlsx') as unknown as ArrayBuffer);
    (workbook.worksheets[0] as Excel.Worksheet).getCell('A1').value = '{titel}';
    (workbook.getWorksheet(reportWords.en.table.funnel) as Excel.Worksheet).getCell('A4').value = '{funnel.stepp}';
    const sheet = Buffer.from(await workbook.xlsx.writeBuffer());
    const { body: refused } = await upload(sheet, { to: '/api/v1/report-templates/weekly/en/xlsx' }).expect(422);
    expect(refused.errors.map(({ message }: { message: string }) => message)).toEqual(['titel', 'funnel.stepp']);
  });

  it.each([
    ['what is no document at all', Buffer.from('{title}'), 'type'],
    ['a workbook in the place of a document', template('weekly.en.xlsx'), 'type'],
    ['half a file', template('weekly.en.docx').subarray(0, 9_000), 'type'],
    ['a file that was damaged on its way', damaged(), 'unreadable'],
    ['a loop that is not closed', withText('{#signed}{title}'), 'unclosed-loop'],
    ['a loop that begins nowhere', withText('{title}{/signed}'), 'unopened-loop'],
    ['a name that is not closed', withText('{title'), 'unclosed-name'],
    ['a name that begins nowhere', withText('title}'), 'unopened-name'],
    ['text that would be markup', withText('{@title}'), 'unknown-field'],
    [
      'a document with macros',
      changed('weekly.en.docx', '[Content_Types].xml', (xml) =>
        xml.replace('wordprocessingml.document.main+xml', 'ms-word.document.macroEnabled.main+xml'),
      ),
      'macros',
    ],
    ['a document with macros beside it', changed('weekly.en.docx', 'word/vbaProject.bin', () => 'x'), 'unsafe'],
    [
      'a picture that is fetched from elsewhere',
      changed('weekly.en.docx', 'word/_rels/document.xml.rels', (xml) =>
        xml.replace(
          '</Relationships>',
          `<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://192.0.2.1/a.png" TargetMode="External"/></Relationships>`,
        ),
      ),
      'unsafe',
    ],
    ...[
      `<r:Relationship Id="x1" Type="image" Target="http://192.0.2.1/a.png" TargetMode="External"/>`,
      `<Relationship Id="x1" Type="image" Target="http://192.0.2.1/?a>b" TargetMode='&#69;xternal'/>`,
    ].map((relationship): [string, Buffer, string] => [
      'a picture that is fetched from elsewhere, said otherwise',
      changed('weekly.en.docx', 'word/_rels/document.xml.rels', (xml) =>
        xml.replace('</Relationships>', `${relationship}</Relationships>`),
      ),
      'unsafe',
    ]),
    ...[
      '<w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r>',
      // Behind a field whose code ends in a letter, and round another field.
      `${begin}${said('PAGE')}${end}${begin}${said('LI')}${said('NK Excel.Sheet c:\\x')}${end}`,
      `${begin}${said('DD')}${begin}${said(' PAGE ')}${end}${said('EAUTO c:\\x')}${end}`,
      `${begin}${said('PAGE')}<w:r><w:fldChar w:fldCharType='&#98;egin'/></w:r>${said('LINK Excel.Sheet')}${end}${end}`,
      `<?x <!-- ?>${begin}${said('DD<!-- -->EAUTO c:\\x')}${end}`,
      `${begin}${said('<![CDATA[DDE]]>AUTO c:\\x')}${end}`,
      '<w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://192.0.2.1/a.png&quot; "><w:r/></w:fldSimple>',
    ].map((field): [string, Buffer, string] => [
      'a field that fetches something',
      changed('weekly.en.docx', docx, (xml) => xml.replace('</w:body>', `<w:p>${field}</w:p></w:body>`)),
      'unsafe',
    ]),
    [
      'a field whose code would be filled in after it was judged',
      changed('weekly.en.docx', docx, (xml) =>
        xml.replace('</w:body>', `<w:p>${begin}${said(' REF {title} ')}${end}</w:p></w:body>`),
      ),
      'unsafe',
    ],
    [
      'a part that is not written as Office writes it',
      changed('weekly.en.docx', 'word/extra.xml', () => Buffer.from('<a/>', 'utf16le').toString('latin1')),
      'unsafe',
    ],
    [
      'a part of another ending that is declared as one of a document',
      changed('weekly.en.docx', '[Content_Types].xml', (xml) =>
        xml.replace(
          '</Types>',
          '<Override PartName="/word/header9.dat" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>',
        ),
      ),
      'unsafe',
    ],
    [
      'something fetched by a part whose ending is written large',
      changed(
        'weekly.en.docx',
        'word/_rels/extra.xml.RELS',
        () =>
          '<Relationships><Relationship Id="r9" Type="http://x/image" Target="http://192.0.2.1/a.png" TargetMode="External"/></Relationships>',
      ),
      'unsafe',
    ],
    [
      'what unpacks to far too much',
      changed('weekly.en.docx', 'word/media/a.bin', () => '0'.repeat(60_000_000)),
      'too-large',
    ],
  ])('are not %s, of which nothing is kept', async (_, file, code) => {
    const { status, body } = await upload(file);
    expect([code === 'too-large' ? 413 : 422, code]).toEqual([status, body.errors[0].code]);
    expect(await inUse()).toEqual([]);
  });

  it('may have fields whose names only look as if they fetched something', async () => {
    const field = `<w:p>${begin}${said(' REF added_1 ')}${said('\\h')}${end}${begin}${said('REF oddedge')}${end}</w:p>`;
    const mine = changed('weekly.en.docx', docx, (xml) => xml.replace('</w:body>', `${field}</w:body>`));
    await upload(mine).expect(200);
    await root.post(`${place}/reset`).send({ version: 1 }).expect(200);
  });

  it('are not larger than 5 MB', async () => {
    await upload(Buffer.alloc(5 * 1_048_576 + 1, 1)).expect(413);
    await root.post(place).attach('file', template('weekly.en.docx'), 'form.docx').expect(400);
    await root.post(place).send({ version: 0 }).expect(415);
  });

  it('fill in text as text, whatever stands in it', async () => {
    const xml = new PizZip(await make(hanna, 'docx')).file(docx)?.asText() ?? '';
    expect(xml).toContain('Müller &lt;b&gt;&amp;&quot;{title}&quot;&lt;/b&gt; Works');
    const slides = Object.values(new PizZip(await make(hanna, 'pptx')).files).map((part) => part.asText());
    expect(slides.join('')).toContain('&lt;/b&gt; Works');
    const workbook = new Excel.Workbook();
    await workbook.xlsx.load((await make(hanna, 'xlsx')) as unknown as ArrayBuffer);
    const cells: unknown[] = [];
    for (const sheet of workbook.worksheets) sheet.eachRow((row) => row.eachCell(({ value }) => cells.push(value)));
    expect(cells).toContain('Müller <b>&"{title}"</b> Works plant');
  });

  it('of sheets may have formulas in their rows and over them, and text around a name', async () => {
    const workbook = new Excel.Workbook();
    const sheet = workbook.addWorksheet('All');
    sheet.addRow(['{title}: {createdCount} new']);
    sheet.addRow(['{funnel.step}', '{funnel.count}', { formula: 'B2*2' }, { formula: 'B2/$B$4' }]);
    sheet.addRow(['{created.number}', '{created.title}']);
    sheet.addRow(['Sum', { formula: 'SUM(B2:B2)' }, { formula: 'IF(B4=0,"B2",MAX(C2:C2))' }]);
    sheet.mergeCells('A5:C5');
    sheet.getCell('A5').value = '{createdNote}';
    const other = workbook.addWorksheet('Q2 sums');
    other.addRow([{ formula: "SUM(All!B2:B2)+'All'!B4+Q4!A2" }]);
    other.addRow(['{created.title}']);
    other.getRow(2).height = 60;
    other.addRow([{ formula: "All!A3&A2&'Q2 sums'!A4" }]);
    other.addRow(['below']);
    const to = '/api/v1/report-templates/weekly/en/xlsx';
    await upload(Buffer.from(await workbook.xlsx.writeBuffer()), { to }).expect(200);
    const made = new Excel.Workbook();
    await made.xlsx.load((await make(hanna, 'xlsx')) as unknown as ArrayBuffer);
    const filled = made.worksheets[0] as Excel.Worksheet;
    expect(filled.getCell('A1').value).toBe('Weekly investment report: 1 new');
    // Twelve steps in the rows 2 to 13, one lead in row 14, the sums in row 15.
    expect(filled.getCell('B2').value).toBe(1);
    expect(filled.getCell('C13').formula).toBe('B13*2');
    expect(filled.getCell('D13').formula).toBe('B13/$B$15');
    expect(filled.getCell('A14').value).toBe(1);
    expect(filled.getCell('B15').formula).toBe('SUM(B2:B13)');
    expect(filled.getCell('B15').result).toBe(1);
    expect(filled.getCell('C15').formula).toBe('IF(B15=0,"B2",MAX(C2:C13))');
    expect((filled.model as unknown as { merges: string[] }).merges).toEqual(['A16:C16']);
    // What speaks of another sheet follows the rows of that one.
    const sums = made.worksheets[1] as Excel.Worksheet;
    expect(sums.getCell('A1').formula).toBe("SUM(All!B2:B13)+'All'!B15+Q4!A2");
    expect(sums.getCell('A3').formula).toBe("All!A14&A2&'Q2 sums'!A4");
    await root.post(`${to}/reset`).send({ version: 1 }).expect(200);
  });
});

/** A byte of a part that is packed, turned. */
function damaged(): Buffer {
  const file = Buffer.from(template('weekly.en.docx'));
  const at = file.indexOf(docx, 0, 'latin1') + docx.length + 200;
  for (let index = at; index < at + 40; index += 1) file[index] = (file[index] ?? 0) ^ 0xff;
  return file;
}

describe('the schedules of reports', () => {
  const friday = { name: 'Friday', kind: 'weekly', format: 'docx', day: 5, time: '10:00' };
  const today = dateIn('Asia/Shanghai');
  /** The last Friday. */
  const lately = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 2) % 7));
  const due = async (id: string) => {
    await world.owner.query(`SET session_replication_role = replica`);
    await world.owner.query(
      `UPDATE report_schedules SET next_at = now() - interval '1 minute', next_for = ARRAY[$2::date] WHERE id = $1`,
      [id, lately],
    );
    await world.owner.query(`SET session_replication_role = origin`);
  };
  const mails = async () =>
    (
      await world.owner.query(
        `SELECT m.recipient, m.subject, m.text, m.attachments FROM mails m WHERE kind = 'report' ORDER BY m.id`,
      )
    ).rows as {
      recipient: string;
      subject: string;
      text: string;
      attachments: { content: string; filename: string }[];
    }[];

  it('are kept by heads, leaders and statisticians, for whoever may read reports', async () => {
    const { body } = await hanna
      .post('/api/v1/report-schedules')
      .send({ ...friday, receivers: [ids['hanna'], ids['heinz']] })
      .expect(201);
    expect(body).toMatchObject({ active: true, receiverNames: ['hanna', 'heinz'], ownerName: 'hanna' });
    // Ten o'clock in Shanghai, on a working day.
    expect(body.nextAt).toMatch(/T02:00:00\.000Z$/);
    const { body: refused } = await hanna
      .post('/api/v1/report-schedules')
      .send({ ...friday, receivers: [ids['carl']] })
      .expect(422);
    expect(refused.errors).toMatchObject([{ path: 'receivers', code: 'no-reader' }]);
    await hanna
      .post('/api/v1/report-schedules')
      .send({ ...friday, day: 8, receivers: [ids['hanna']] })
      .expect(422);
    await (await world.as('heinz')).get(`/api/v1/report-schedules/${body.id}`).expect(404);
    const off = { version: 1, active: false };
    const { body: resting } = await hanna.patch(`/api/v1/report-schedules/${body.id}`).send(off).expect(200);
    expect(resting.nextAt).toBeNull();
    await hanna.patch(`/api/v1/report-schedules/${body.id}`).send(off).expect(409);
    await hanna.patch(`/api/v1/report-schedules/${body.id}`).send({ version: 2, active: true }).expect(200);
    expect((await hanna.get('/api/v1/report-schedules').expect(200)).body.total).toBe(1);
  });

  it('send to each receiver once, in their language and reach; where mails tell little, the way to it', async () => {
    const { body } = await hanna.get('/api/v1/report-schedules').expect(200);
    const [{ id }] = body.items as [{ id: string }];
    const sender = world.app.get(ReportSender);
    await due(id);
    await Promise.all([sender.run(), sender.run()]);
    await sender.run();
    const sent = await mails();
    expect(sent.map(({ recipient, attachments }) => [recipient, attachments]).sort()).toEqual([
      ['hanna@zone.example', []],
      ['heinz@zone.example', []],
    ]);
    const english = sent.find(({ recipient }) => recipient.startsWith('hanna'));
    expect(english?.subject).toContain('Weekly investment report');
    expect(english?.text).toMatch(/\/reports\?kind=weekly&period=\d{4}-W\d\d&format=docx&locale=en/);
    expect(english?.text).not.toContain('Works');
    // Nor what the schedule is called.
    expect(english?.text).not.toContain('Friday');
    const { rows } = await world.owner.query('SELECT state, tries FROM report_sendings');
    expect(rows).toEqual([
      { state: 'handed_over', tries: 0 },
      { state: 'handed_over', tries: 0 },
    ]);
    const { body: after } = await hanna.get(`/api/v1/report-schedules/${id}`).expect(200);
    expect(Date.parse(after.nextAt)).toBeGreaterThan(Date.now());
    expect(after.last.receivers).toEqual([
      { name: 'hanna', state: 'handed_over', reason: null },
      { name: 'heinz', state: 'handed_over', reason: null },
    ]);
  });

  it('attach the file where the administrator allows fuller mails, to each with their own figures', async () => {
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE reminder_settings SET mail_content = 'full'`);
      const [row] = await tx.query<{ id: string }>('SELECT id FROM reminder_settings');
      await tx.record('reminderSettings.updated', { subjectType: 'reminderSettings', subjectId: row?.id ?? null });
    });
    const { body } = await hanna
      .post('/api/v1/report-schedules')
      .send({ ...friday, name: 'Again', receivers: [ids['hanna'], ids['heinz']] })
      .expect(201);
    await due(body.id);
    await world.app.get(ReportSender).run();
    const held = (await mails()).flatMap(({ recipient, attachments }) =>
      attachments.map(({ content, filename }) => ({
        recipient,
        filename,
        xml: new PizZip(Buffer.from(content, 'base64')).file(docx)?.asText() ?? '',
      })),
    );
    expect(held.map(({ recipient }) => recipient).sort()).toEqual(['hanna@zone.example', 'heinz@zone.example']);
    for (const { recipient, filename, xml } of held) {
      expect(filename).toMatch(/^\d{4}-W\d\d-weekly\.docx$/);
      expect(xml.includes('Works'), recipient).toBe(recipient.startsWith('hanna'));
    }
    await hanna.delete(`/api/v1/report-schedules/${body.id}`).expect(204);
  });

  it('that cannot be planned holds up no other', async () => {
    const make = async (name: string) =>
      (
        await hanna
          .post('/api/v1/report-schedules')
          .send({ ...friday, name, receivers: [ids['hanna']] })
          .expect(201)
      ).body.id as string;
    const [bad, good] = [await make('Bad'), await make('Good')];
    await due(bad);
    await due(good);
    await world.owner.query(
      `SET session_replication_role = replica; UPDATE report_schedules SET time = 'noon', next_at = now() - interval '1 hour' WHERE id = '${bad}';
       SET session_replication_role = origin`,
    );
    await world.app.get(ReportSender).run();
    const { body } = await hanna.get(`/api/v1/report-schedules/${good}`).expect(200);
    expect(body.last.receivers).toMatchObject([{ state: 'handed_over' }]);
    const { body: health } = await root.get('/api/v1/reminders/health').expect(200);
    expect(health.reports).toEqual({ failed: 0, late: 1 });
    await hanna.delete(`/api/v1/report-schedules/${bad}`).expect(204);
    await hanna.delete(`/api/v1/report-schedules/${good}`).expect(204);
  });

  it('that is due is sent though it is changed before anybody looked, for the day that was planned', async () => {
    const { body } = await hanna
      .post('/api/v1/report-schedules')
      .send({ ...friday, receivers: [ids['hanna']] })
      .expect(201);
    await due(body.id);
    await hanna.patch(`/api/v1/report-schedules/${body.id}`).send({ version: 1, name: 'Fridays' }).expect(200);
    await hanna.patch(`/api/v1/report-schedules/${body.id}`).send({ version: 2, day: 2 }).expect(200);
    await world.app.get(ReportSender).run();
    const { body: after } = await hanna.get(`/api/v1/report-schedules/${body.id}`).expect(200);
    expect(after.last).toMatchObject({ on: lately, receivers: [{ state: 'handed_over' }] });
    expect(new Date(after.nextAt).getTime()).toBeGreaterThan(Date.now());
    await hanna.delete(`/api/v1/report-schedules/${body.id}`).expect(204);
  });

  it('rests when whoever keeps it has left, and can be ended or taken up by whoever leads them', async () => {
    const statistician = await world.as('stella');
    const { body } = await statistician
      .post('/api/v1/report-schedules')
      .send({ ...friday, name: 'Left behind', receivers: [ids['hanna']] })
      .expect(201);
    const { body: stella } = await root.get(`/api/v1/users/${ids['stella']}`).expect(200);
    await root.patch(`/api/v1/users/${ids['stella']}`).send({ version: stella.version, active: false }).expect(200);
    await due(body.id);
    const before = (await mails()).length;
    await world.app.get(ReportSender).run();
    expect(await mails()).toHaveLength(before);
    const { body: resting } = await hanna.get(`/api/v1/report-schedules/${body.id}`).expect(200);
    expect(resting).toMatchObject({ active: false, nextAt: null, version: 2 });
    await (await world.as('heinz')).get(`/api/v1/report-schedules/${body.id}`).expect(404);
    await hanna.delete(`/api/v1/report-schedules/${body.id}`).expect(204);
  });

  it('send nothing more that was planned before they were put to rest, or before their keeper left', async () => {
    const keeper = await world.as('sven');
    const { body } = await keeper
      .post('/api/v1/report-schedules')
      .send({ ...friday, name: 'Called off', receivers: [ids['hanna']] })
      .expect(201);
    const planned = (day: string) =>
      world.owner.query(
        `INSERT INTO report_sendings (id, schedule_id, user_id, occurrence) VALUES (gen_random_uuid(), $1, $2, $3)`,
        [body.id, ids['hanna'], day],
      );
    const told = async () => (await hanna.get(`/api/v1/report-schedules/${body.id}`).expect(200)).body.last.receivers;
    const before = (await mails()).length;

    await planned('2026-01-02');
    await keeper.patch(`/api/v1/report-schedules/${body.id}`).send({ version: 1, active: false }).expect(200);
    await world.app.get(ReportSender).run();
    expect(await told()).toEqual([{ name: 'hanna', state: 'cancelled', reason: 'resting' }]);

    // Nor to whoever was taken off it meanwhile.
    await keeper
      .patch(`/api/v1/report-schedules/${body.id}`)
      .send({ version: 2, active: true, receivers: [ids['heinz']] })
      .expect(200);
    await planned('2026-01-05');
    await world.app.get(ReportSender).run();
    expect(await told()).toEqual([{ name: 'hanna', state: 'cancelled', reason: 'resting' }]);

    await keeper
      .patch(`/api/v1/report-schedules/${body.id}`)
      .send({ version: 3, receivers: [ids['hanna']] })
      .expect(200);
    await planned('2026-01-09');
    const { body: sven } = await root.get(`/api/v1/users/${ids['sven']}`).expect(200);
    await root.patch(`/api/v1/users/${ids['sven']}`).send({ version: sven.version, active: false }).expect(200);
    await world.app.get(ReportSender).run();
    expect(await told()).toEqual([{ name: 'hanna', state: 'cancelled', reason: 'resting' }]);
    expect(await mails()).toHaveLength(before);
    await hanna.delete(`/api/v1/report-schedules/${body.id}`).expect(204);
  });
});
