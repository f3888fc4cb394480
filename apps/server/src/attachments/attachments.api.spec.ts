import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually, password, startWorld, type World } from '../../test/support';
import { Storage } from '../platform/storage/storage';
import { RecycleBinPurge } from '../recycle-bin';
import { AttachmentSweep } from '.';

type Agent = Awaited<ReturnType<World['as']>>;

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = (words: string) => Buffer.from(`%PDF-1.4\n% ${words}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`);
const usd = { amount: '5000000', currency: 'USD' };

/** An S3-compatible store of its own, on this machine. */
async function startStore() {
  const directory = await mkdtemp(join(tmpdir(), 'torch-s3-'));
  const store = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'torch', configs: [] }],
  });
  const { port } = await store.run();
  return {
    settings: {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: 'torch',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const backends = [
  ['a folder', async () => ({ settings: {}, close: async () => undefined })],
  ['an S3-compatible store', startStore],
] as const;

describe.each(backends)('documents, kept in %s', (_, start) => {
  let store: { settings: Record<string, string>; close: () => Promise<void> };
  let world: World;
  let olga: Agent;
  let hanna: Agent;
  let deal: { id: string; leadId: string; version: number; companyId: string };

  beforeAll(async () => {
    store = await start();
    world = await startWorld({ ...store.settings, ATTACHMENT_LIMIT_BYTES: String(2 * 1_048_576) });
    const department = await world.department('Seoul');
    await world.user('olga', 'officer', department);
    await world.user('otis', 'officer', department);
    await world.user('hanna', 'head', department);
    [olga, hanna] = [await world.as('olga'), await world.as('hanna')];
    const { body: company } = await olga
      .post('/api/v1/companies')
      .send({ nameEn: 'Paper Works', country: 'KR', region: 'KR' })
      .expect(201);
    await olga.post('/api/v1/contacts').send({ companyId: company.id, name: 'Contact' }).expect(201);
    const input = { companyId: company.id, title: 'Plant', channel: 'chain', cluster: 'MED', totalInvestment: usd };
    deal = (await olga.post('/api/v1/deals').send(input).expect(201)).body;
  });
  afterAll(async () => {
    await world.close();
    await store.close();
  });

  const upload = (agent: Agent, content: Buffer, name: string, fields: Record<string, string> = {}) => {
    const sent = agent.post('/api/v1/attachments');
    for (const [field, value] of Object.entries({ subjectType: 'deal', subjectId: deal.id, kind: 'other', ...fields }))
      void sent.field(field, value);
    return sent.attach('file', content, name);
  };
  const bytesOf = async (agent: Agent, id: string, query = '') =>
    agent
      .get(`/api/v1/attachments/${id}/content${query}`)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
  const rows = async () => (await world.owner.query('SELECT count(*)::int AS count FROM attachments')).rows[0].count;
  const incoming = async () => readdir(await world.app.get(Storage).scratch());

  it('come back byte by byte, under headers that no browser runs', async () => {
    const content = Buffer.concat([pdf('方案'), randomBytes(300_000)]);
    const { body } = await upload(olga, content, '投资方案.exe', { kind: 'photo', note: ' first draft ' }).expect(201);
    expect(body).toMatchObject({
      fileName: '投资方案.pdf',
      contentType: 'application/pdf',
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      scan: 'not_scanned',
      note: 'first draft',
      createdByName: 'olga',
    });
    const answer = await bytesOf(hanna, body.id);
    expect(answer.status).toBe(200);
    expect(content.equals(answer.body)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="____.pdf"; filename*=UTF-8''${encodeURIComponent('投资方案')}.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    expect((await bytesOf(olga, body.id, '?inline=true')).headers['content-disposition']).toMatch(/^inline/);
    expect(await incoming()).toEqual([]);
  });

  it('are what they contain, not what they are called', async () => {
    const ok = async (content: Buffer, name: string) => (await upload(olga, content, name).expect(201)).body;
    expect(await ok(png, 'scan.pdf')).toMatchObject({ contentType: 'image/png', fileName: 'scan.png' });
    expect(await ok(Buffer.from('甲,乙\n1,2\n'), 'ledger.csv')).toMatchObject({
      contentType: 'text/plain',
      fileName: 'ledger.csv',
    });
    const before = await rows();
    const programs: [Buffer, string][] = [
      [Buffer.concat([Buffer.from('MZ'), randomBytes(200)]), 'photo.png'],
      [Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), randomBytes(200)]), 'agreement.pdf'],
      [Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'page.txt'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'picture.svg'],
      [Buffer.from('#!/bin/sh\nrm -rf /\n'), 'notes.txt'],
      [randomBytes(500), 'noise.pdf'],
    ];
    for (const [content, name] of programs) {
      const { body } = await upload(olga, content, name).expect(422);
      expect(body.errors, name).toMatchObject([{ path: 'file', code: 'type' }]);
    }
    const { body } = await upload(olga, Buffer.alloc(0), 'empty.pdf').expect(422);
    expect(body.errors).toMatchObject([{ path: 'file', code: 'empty' }]);
    expect(await rows()).toBe(before);
    expect(await incoming()).toEqual([]);
  });

  it('too large are refused by name, and leave nothing behind', async () => {
    const before = await rows();
    const { body } = await upload(olga, Buffer.concat([png, Buffer.alloc(2 * 1_048_576)]), 'huge.png').expect(413);
    expect(body).toMatchObject({
      errors: [{ path: 'file', code: 'too-large' }],
      detail: expect.stringContaining('2 MB'),
    });
    expect(await rows()).toBe(before);
    expect(await incoming()).toEqual([]);
    await upload(olga, Buffer.concat([png, Buffer.alloc(2 * 1_048_576 - png.length)]), 'just.png').expect(201);
    await upload(olga, Buffer.concat([png, Buffer.alloc(2 * 1_048_576 - png.length + 1)]), 'over.png').expect(413);
  });

  it('say at each field what does not fit', async () => {
    const flaws = async (fields: Record<string, string>) =>
      (await upload(olga, png, 'a.png', fields).expect(400)).body.errors.map(({ path }: { path: string }) => path);
    expect(await flaws({ kind: 'secret' })).toEqual(['kind']);
    expect(await flaws({ subjectId: 'x', subjectType: 'user' })).toEqual(['subjectType', 'subjectId']);
    expect(await flaws({ owner: 'me' })).toEqual(['owner']);
    await olga.post('/api/v1/attachments').send({ kind: 'other' }).expect(415);
    const without = await olga.post('/api/v1/attachments').field('kind', 'other').expect(400);
    expect(without.body.errors).toMatchObject([{ path: 'file' }]);
  });

  it('are there for who may see the record, and for nobody else', async () => {
    const otis = await world.as('otis');
    const { body } = await upload(olga, png, 'a.png').expect(201);
    await otis.get(`/api/v1/attachments/${body.id}/content`).expect(404);
    await otis.delete(`/api/v1/attachments/${body.id}`).expect(404);
    await upload(otis, png, 'b.png').expect(404);
    const { body: page } = await otis.get(`/api/v1/attachments?subjectId=${deal.id}`).expect(200);
    expect(page.items).toEqual([]);
  });

  it('are evidence: the proposal for the review, the agreement for the signing', async () => {
    const missing = async () => (await olga.get(`/api/v1/deals/${deal.id}`).expect(200)).body.missing as string[];
    expect(await missing()).toEqual(expect.arrayContaining(['proposal', 'agreement']));
    const { version } = (await hanna.get(`/api/v1/deals/${deal.id}`)).body;
    const forced = { version, stage: 'review', override: true, reason: 'Papers follow' };
    expect((await hanna.post(`/api/v1/deals/${deal.id}/stage`).send(forced).expect(200)).body.flagged).toContain(
      'proposal',
    );
    const { body: proposal } = await upload(olga, pdf('plan'), 'plan.pdf', { kind: 'proposal' }).expect(201);
    expect((await olga.get(`/api/v1/deals/${deal.id}`)).body.flagged).not.toContain('proposal');
    expect(await missing()).not.toContain('proposal');
    await olga.delete(`/api/v1/attachments/${proposal.id}`).expect(204);
    expect(await missing()).toContain('proposal');
    const onLead = { kind: 'agreement', subjectType: 'lead', subjectId: deal.leadId };
    const { body: agreement } = await upload(olga, pdf('agreed'), 'agreed.pdf', onLead).expect(201);
    expect(await missing()).not.toContain('agreement');
    const { body: changed } = await olga
      .patch(`/api/v1/attachments/${agreement.id}`)
      .send({ version: 1, kind: 'other' })
      .expect(200);
    expect(changed).toMatchObject({ kind: 'other', version: 2 });
    expect(await missing()).toContain('agreement');
    await olga.patch(`/api/v1/attachments/${agreement.id}`).send({ version: 1, kind: 'photo' }).expect(409);
  });

  it('sent twice with one key are kept once', async () => {
    const key = randomBytes(8).toString('hex');
    const before = await rows();
    const first = await upload(olga, png, 'once.png').set('Idempotency-Key', key).expect(201);
    const again = await upload(olga, png, 'once.png').set('Idempotency-Key', key).expect(201);
    expect(again.body.id).toBe(first.body.id);
    expect(await rows()).toBe(before + 1);
  });

  it('sent with a key that stood for another file or another field are refused, not taken for the first', async () => {
    const key = randomBytes(8).toString('hex');
    const first = await upload(olga, pdf('one'), 'one.pdf').set('Idempotency-Key', key).expect(201);
    const before = await rows();
    for (const other of [
      upload(olga, pdf('two'), 'one.pdf'),
      upload(olga, pdf('one'), 'two.pdf'),
      upload(olga, pdf('one'), 'one.pdf', { kind: 'photo' }),
    ])
      expect((await other.set('Idempotency-Key', key).expect(422)).body.type).toBe('/problems/idempotency-key-reused');
    const again = await upload(olga, pdf('one'), 'one.pdf').set('Idempotency-Key', key).expect(201);
    expect(again.body.id).toBe(first.body.id);
    // At the same instant, too.
    const twin = randomBytes(8).toString('hex');
    const both = await Promise.all(
      [0, 1].map(() => upload(olga, pdf('twin'), 'twin.pdf').set('Idempotency-Key', twin).expect(201)),
    );
    expect(both[0]?.body.id).toBe(both[1]?.body.id);
    expect(await rows()).toBe(before + 1);
    expect(await incoming()).toEqual([]);
  });

  it('come in pieces when asked for them, and as a whole when what was begun has changed', async () => {
    const content = Buffer.concat([pdf('large'), randomBytes(500_000)]);
    const { body } = await upload(olga, content, 'large.pdf').expect(201);
    const url = `/api/v1/attachments/${body.id}/content`;
    const piece = async (range: string, more: Record<string, string> = {}) =>
      olga
        .get(url)
        .set({ range, ...more })
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        });
    const whole = await bytesOf(olga, body.id);
    expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', etag: `"${body.sha256}"` });
    const size = content.length;
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 0],
      ['bytes=100-199', 100, 199],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
      [`bytes=10-${size * 2}`, 10, size - 1],
      [`bytes=-${size * 2}`, 0, size - 1],
    ] as const) {
      const answer = await piece(range);
      expect(answer.status, range).toBe(206);
      expect(answer.headers['content-range']).toBe(`bytes ${from}-${to}/${size}`);
      expect(answer.headers['content-length']).toBe(String(to - from + 1));
      expect(content.subarray(from, to + 1).equals(answer.body), range).toBe(true);
    }
    for (const range of [`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, 'bytes=-0']) {
      const answer = await piece(range);
      expect(answer.status, range).toBe(416);
      expect(answer.headers['content-range']).toBe(`bytes */${size}`);
    }
    // What is no single range of bytes is passed over, as RFC 9110 allows.
    for (const range of ['bytes=5-2', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-'])
      expect((await piece(range)).status, range).toBe(200);
    expect((await piece('bytes=0-9', { 'if-range': `"${body.sha256}"` })).status).toBe(206);
    expect((await piece('bytes=0-9', { 'if-range': '"other"' })).status).toBe(200);
    expect((await piece('bytes=0-9', { 'if-range': 'Sat, 01 Jan 2028 00:00:00 GMT' })).status).toBe(200);
    const head = await olga.head(url).expect(200);
    expect(head.headers).toMatchObject({ 'content-length': String(size), 'accept-ranges': 'bytes' });
    expect(head.text ?? '').toBe('');
    await olga.head(`/api/v1/attachments/${deal.id}/content`).expect(404);
  });

  it.each([
    ['方案 “终稿”.pdf', '__ ____.pdf'],
    [`O'Brien; "final" 100%.pdf`, `O'Brien; _final_ 100_.pdf`],
    ['사업 계획서.pdf', '__ ___.pdf'],
    ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie_ x=1.pdf'],
    ['𠮷野 plan.pdf', '__ plan.pdf'],
  ])('keep their name in the header, spelt out and plain: %s', async (name, plain) => {
    const { body } = await upload(
      olga,
      pdf(name),
      name.replace(/["\r\n]/g, (sign) => ({ '"': '_' })[sign] ?? ''),
    ).expect(201);
    const { headers } = await bytesOf(olga, body.id);
    const given = headers['content-disposition'] as string;
    expect(given).toMatch(/^[\x20-\x7e]+$/);
    expect(given).toContain(`; filename="${plain}"; filename*=UTF-8''`);
    expect(decodeURIComponent(given.split(`UTF-8''`)[1] as string)).toBe(body.fileName);
  });

  it('given up on the way leave nothing behind', async () => {
    await world.app.listen(0, '127.0.0.1');
    const { port } = world.app.getHttpServer().address() as { port: number };
    const session = await world.http().post('/api/v1/sessions').send({ username: 'olga', password }).expect(201);
    const before = await rows();
    const fields = Object.entries({ subjectType: 'deal', subjectId: deal.id, kind: 'other' })
      .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('');
    const sent = httpRequest({
      port,
      path: '/api/v1/attachments',
      method: 'POST',
      headers: {
        cookie: (session.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? '',
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 1_000_000,
      },
    });
    sent.on('error', () => undefined);
    sent.write(`${fields}--x\r\nContent-Disposition: form-data; name="file"; filename="half.pdf"\r\n\r\n`);
    sent.write(Buffer.concat([pdf('half'), randomBytes(200_000)]));
    await eventually(incoming, (files) => files.length === 1);
    sent.destroy();
    await eventually(incoming, (files) => files.length === 0);
    expect(await rows()).toBe(before);
  });

  it('cut off by a crash are swept from where they came in', async () => {
    const folder = await world.app.get(Storage).scratch();
    const [old, fresh] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
    for (const name of [old, fresh]) await writeFile(join(folder, name), 'half');
    const then = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(folder, old), then, then);
    await world.app.get(AttachmentSweep).run();
    const left = await incoming();
    expect([left.includes(old), left.includes(fresh)]).toEqual([false, true]);
    await rm(join(folder, fresh));
  });

  it('go into the recycle bin with their lead, and come back with it', async () => {
    const { body: lead } = await olga
      .post('/api/v1/leads')
      .send({ companyId: deal.companyId, title: 'Binned', channel: 'chain' })
      .expect(201);
    const on = { subjectType: 'lead', subjectId: lead.id };
    const { body: paper } = await upload(olga, pdf('binned'), 'binned.pdf', on).expect(201);
    const listed = async () => (await olga.get(`/api/v1/attachments?subjectId=${lead.id}`).expect(200)).body.total;
    await olga.delete(`/api/v1/leads/${lead.id}`).expect(204);
    for (const path of ['', '/content']) await olga.get(`/api/v1/attachments/${paper.id}${path}`).expect(404);
    expect(await listed()).toBe(0);
    await olga.post(`/api/v1/recycle-bin/lead/${lead.id}/restore`).expect(204);
    expect((await bytesOf(olga, paper.id)).status).toBe(200);
    expect(await listed()).toBe(1);
  });

  it('go for good after their rest, and their bytes when nothing names them', async () => {
    const storage = world.app.get(Storage);
    const kept = async () => {
      const hashes: string[] = [];
      for await (const { hash } of storage.list()) hashes.push(hash);
      return hashes;
    };
    const [shared, alone] = [pdf('shared'), pdf('alone')];
    const ids = await Promise.all([
      upload(olga, shared, 'a.pdf'),
      upload(olga, shared, 'b.pdf'),
      upload(olga, alone, 'c.pdf'),
    ]);
    for (const { body } of [ids[0], ids[2]]) await olga.delete(`/api/v1/attachments/${body.id}`).expect(204);
    const [bin, sweep] = [world.app.get(RecycleBinPurge), world.app.get(AttachmentSweep)];
    const later = Date.now() + 2 * 86_400_000;
    await bin.run();
    await sweep.run(later);
    expect(await kept()).toContain(ids[2].body.sha256);
    await world.work.run('system', null, async (tx) => {
      const deleted = await tx.query<{ id: string }>(
        `WITH rested AS (UPDATE attachments SET deleted_at = now() - interval '91 days' WHERE deleted_at IS NOT NULL RETURNING id)
         SELECT id FROM rested`,
      );
      for (const { id } of deleted) await tx.record('attachment.updated', { subjectType: 'attachment', subjectId: id });
    });
    // Documents go in one place only: sweeping the bytes alone leaves those that are still named.
    await sweep.run(later);
    expect(await kept()).toContain(ids[2].body.sha256);
    await bin.run();
    const asked = vi.spyOn(world.app.get(DataSource), 'query');
    await sweep.run(later);
    expect(asked.mock.calls.filter(([sql]) => sql.includes('sha256'))).toHaveLength(1);
    asked.mockRestore();
    expect(await kept()).not.toContain(ids[2].body.sha256);
    expect(await kept()).toContain(ids[0].body.sha256);
    expect((await bytesOf(olga, ids[1].body.id)).status).toBe(200);
  });
});

describe('the virus scanner', () => {
  const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR';
  let scanner: Server;
  let world: World;
  let olga: Agent;
  let companyId: string;

  /** Speaks the protocol of clamd: reads the chunks of INSTREAM to the empty one, then gives its verdict. */
  const clamd = () =>
    createServer((socket) => {
      let data = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        data = Buffer.concat([data, chunk]);
        const command = 'zINSTREAM\0';
        if (data.subarray(0, command.length).toString() !== command) return;
        let [at, content] = [command.length, ''];
        while (data.length >= at + 4) {
          const length = data.readUInt32BE(at);
          if (length === 0) {
            socket.end(content.includes(eicar) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
            return;
          }
          if (data.length < at + 4 + length) return;
          content += data.subarray(at + 4, at + 4 + length).toString('latin1');
          at += 4 + length;
        }
      });
    });

  beforeAll(async () => {
    scanner = clamd();
    await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve));
    const { port } = scanner.address() as { port: number };
    world = await startWorld({ CLAMD_ADDRESS: `127.0.0.1:${port}` });
    await world.user('olga', 'officer', await world.department('Seoul'));
    olga = await world.as('olga');
    const input = { nameEn: 'Scanned Works', country: 'KR', region: 'KR' };
    companyId = (await olga.post('/api/v1/companies').send(input).expect(201)).body.id;
  });
  afterAll(() => world.close());

  const upload = (content: Buffer) =>
    olga
      .post('/api/v1/attachments')
      .field({ subjectType: 'company', subjectId: companyId, kind: 'other' })
      .attach('file', content, 'a.pdf');

  it('lets clean files through, keeps infected ones out, and is waited for when it is away', async () => {
    const large = Buffer.concat([pdf('clean'), randomBytes(400_000)]);
    expect((await upload(large).expect(201)).body.scan).toBe('clean');
    const { body } = await upload(pdf(eicar)).expect(422);
    expect(body.errors).toMatchObject([{ path: 'file', code: 'infected', message: expect.stringContaining('Eicar') }]);
    await new Promise((closed) => scanner.close(closed));
    await upload(pdf('later')).expect(503);
    const { rows } = await world.owner.query('SELECT count(*)::int AS count FROM attachments');
    expect(rows).toEqual([{ count: 1 }]);
    const hashes: string[] = [];
    for await (const { hash } of world.app.get(Storage).list()) hashes.push(hash);
    expect(hashes).toHaveLength(1);
  });
});
