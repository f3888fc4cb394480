import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Kpis,
  type Locale,
  type ReportData,
  reportWords,
  type TargetsProgress,
  tellReport,
  totalWord,
} from '@torch/contracts';
import {
  isSummed,
  isTooEarly,
  reportFormats,
  type ReportKind,
  reportKinds,
  type ReportMoney,
  reportSheets,
  type ReportTable,
  shownColumns,
  shownFigures,
  summedColumns,
} from '@torch/domain';
import Excel from 'exceljs';
import { PDFParse } from 'pdf-parse';
import PizZip from 'pizzip';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert, everySheet, plainText } from '../../test/office';
import { password, startWorld, type World } from '../../test/support';

type Agent = ReturnType<typeof request.agent>;

let world: World;
let leader: Agent;
let folder: string;
const agents: Record<string, Agent> = {};
const locales = ['zh-CN', 'en'] as const satisfies readonly Locale[];
const data = {} as Record<ReportKind, ReportData>;
const fileOf = (kind: string, locale: Locale, format: string) => join(folder, `${kind}-${locale}.${format}`);

/** The bytes of an answer. */
const bytes = (sent: request.Test) =>
  sent.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => done(null, Buffer.concat(chunks)));
  });

beforeAll(async () => {
  world = await startWorld({}, { setUp: false });
  folder = process.env['KEEP_REPORTS'] ?? (await mkdtemp(join(tmpdir(), 'torch-reports-')));
  const { body } = await world
    .http()
    .post('/api/v1/setup')
    .send({
      zoneName: '示例 <&> 高新区',
      zone: 'sample',
      administrator: { username: 'boss', displayName: 'Boss', password },
    })
    .expect(201);
  for (const { username, password: its, role } of body.signIns) {
    if (agents[role]) continue;
    const agent = request.agent(world.app.getHttpServer());
    await agent.post('/api/v1/sessions').send({ username, password: its }).expect(201);
    agents[role] = agent;
  }
  leader = agents['leader'] as Agent;
  for (const kind of reportKinds)
    data[kind] = (await leader.get(`/api/v1/reports/${kind}`).expect(200)).body as ReportData;
}, 120_000);
afterAll(async () => {
  await world.close();
  if (!process.env['KEEP_REPORTS']) await rm(folder, { recursive: true, force: true });
});

/** An amount as the files say it: in units of ten thousand. */
const inWan = (worth: string) =>
  (Math.round(Number(worth) / 100) / 100).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
const words = (text: string) => text.replace(/[\s\u00ad]+/g, '');

describe('the figures of a report', () => {
  it('are those of the funnel and of the lists', async () => {
    for (const kind of reportKinds) {
      const { period, asOf, tables, figures } = data[kind];
      const entered = async (from: string, to: string) =>
        (await leader.get(`/api/v1/funnel?view=entered&from=${from}&to=${to}&asOf=${to}`).expect(200)).body.steps as {
          step: string;
          count: number;
        }[];
      const [now, before] = [await entered(period.from, asOf), await entered(period.before.from, period.before.to)];
      expect(tables.funnel.map(({ step, count, before: earlier }) => [step, count, earlier])).toEqual(
        now.map(({ step, count }, index) => [step, count, before[index]?.count]),
      );
      expect(figures.created).toBe(now[0]?.count);
      // No lead of the sample is several deals that were signed.
      expect(figures.signed).toBe(now.find(({ step }) => step === 'signed')?.count);
      expect(figures.started).toBe(now.find(({ step }) => step === 'construction')?.count);
      const total = async (path: string) => (await leader.get(`/api/v1/${path}`).expect(200)).body.total as number;
      expect(figures.projectsAll).toBe(await total('deals?stage=negotiating,site_visit,review&limit=1'));
      expect(figures.promisesOverdue).toBe(await total('promises?overdue=true&limit=1'));
      for (const [table, count] of Object.entries(figures))
        if (table in tables && count !== null)
          expect(tables[table as 'created'], `${kind} ${table}`).toHaveLength(Math.min(count, 500));
    }
    expect(data.monthly.figures.created).toBeGreaterThan(0);
    expect(data.monthly.figures.projectsAll).toBeGreaterThan(0);
  });

  it('begin with the targets and the key figures as their own pages say them to whoever asks', async () => {
    let tooEarly = 0;
    for (const agent of [leader, agents['head'] as Agent])
      for (const kind of reportKinds) {
        const report = (await agent.get(`/api/v1/reports/${kind}`).expect(200)).body as ReportData;
        const { tables, period, asOf, sections, names } = report;
        expect(sections.slice(0, 2)).toEqual(['targets', 'kpis']);
        const { items } = (await agent.get(`/api/v1/targets/progress?asOf=${asOf}`).expect(200))
          .body as TargetsProgress;
        expect(items.length).toBeGreaterThan(5);
        expect([...tables.targets].sort((a, b) => ((a.target ?? '') < (b.target ?? '') ? -1 : 1))).toMatchObject(
          items
            .map(({ target, goal, done, donePercent, duePercent, perMonthNeeded, standing, why }) => ({
              target: target.id,
              part: target.id,
              goal,
              done,
              share: donePercent,
              elapsed: duePercent,
              needed: standing === 'reached' ? null : perMonthNeeded,
              verdict: standing ?? why,
            }))
            .sort((a, b) => (a.target < b.target ? -1 : 1)),
        );
        for (const { target } of tables.targets) expect(names[`target.${target}`]?.zh).toBeTruthy();
        const { items: kpis } = (
          await agent.get(`/api/v1/kpis?from=${period.from}&to=${asOf}&asOf=${asOf}`).expect(200)
        ).body as Kpis;
        expect(tables.kpis.map(({ kpi, ninetieth, undecided }) => [kpi, ninetieth, undecided])).toEqual(
          kpis.map(({ code, kind: its, p90, undecided }) => [
            code,
            p90,
            its === 'rate' || its === 'hours' ? undecided.count : null,
          ]),
        );
        for (const [at, figure] of kpis.entries()) {
          const { code, kind: its, value, numerator, denominator } = figure;
          const row = tables.kpis[at];
          if (isTooEarly(figure)) {
            expect(row?.value).toBeNull();
            for (const locale of locales)
              expect(tellReport(report, locale, 5).tables.kpis[at]?.['value']?.text).toBe(reportWords[locale].tooEarly);
            tooEarly += 1;
          } else if (its !== 'money' || numerator.count > 0) expect(row?.value).toBe(value);
          const side = ({ count, amount }: typeof numerator) =>
            code === 'fundsInPlaceRate' ? (amount?.amount ?? null) : String(count);
          expect(row?.numerator).toBe(side(numerator));
          expect(row?.denominator).toBe(its === 'rate' || its === 'hours' ? side(denominator) : null);
        }
      }
    expect(tooEarly).toBeGreaterThan(0);
    expect(data.weekly.tables.targets[0]?.verdict).toMatch(/^(reached|ahead|onPace|yellow|red|missed|notBegun)$/);
  });

  it('count meetings by department and kind, as many as the lists of them', () => {
    const { meetings, visitsHeld } = data.monthly.tables;
    const sum = (column: 'held' | 'planned') => meetings.reduce((all, row) => all + (row[column] ?? 0), 0);
    expect([sum('held'), sum('planned')]).toEqual([
      data.monthly.figures.visitsHeld,
      data.monthly.figures.visitsPlanned,
    ]);
    expect(sum('held')).toBeGreaterThan(0);
    const online = visitsHeld.filter(({ kind }) => kind === 'online').length;
    if (visitsHeld.length < 500) expect(data.monthly.figures.meetingsOnline).toBe(online);
  });

  it('lie within the reach of whoever asks, and say so', async () => {
    const [officer, head] = [agents['officer'] as Agent, agents['head'] as Agent];
    const [own, department] = await Promise.all([
      officer.get('/api/v1/reports/monthly').expect(200),
      head.get('/api/v1/reports/monthly').expect(200),
    ]);
    expect([own.body.reporter.scope, department.body.reporter.scope]).toEqual(['own', 'department']);
    expect(own.body.figures.projectsAll).toBeLessThanOrEqual(department.body.figures.projectsAll);
    expect(department.body.figures.projectsAll).toBeLessThan(data.monthly.figures.projectsAll ?? 0);
    const statistician = await (agents['statistician'] as Agent).get('/api/v1/reports/dispatch').expect(200);
    expect(statistician.body.figures).toMatchObject({ promises: null, overdue: null, promisesOverdue: null });
    await (agents['admin'] as Agent).get('/api/v1/reports/weekly').expect(403);
  });

  it('are of a period that the kind can have, and that has begun', async () => {
    const { body: month } = await leader.get('/api/v1/reports/monthly?period=2026-03').expect(200);
    expect(month.period).toEqual({
      name: '2026-03',
      from: '2026-03-01',
      to: '2026-03-31',
      before: { from: '2026-02-01', to: '2026-02-28' },
    });
    await leader.get('/api/v1/reports/monthly?period=2026-W03').expect(400);
    await leader.get('/api/v1/reports/weekly?period=2026-W54').expect(400);
    for (const kind of ['monthly', 'dispatch']) {
      const { body: first } = await leader.get(`/api/v1/reports/${kind}?period=1900-01`).expect(400);
      expect(first.errors).toMatchObject([{ path: 'period', code: 'invalid' }]);
      await leader.get(`/api/v1/reports/${kind}?period=1900-02`).expect(200);
    }
    await leader.get('/api/v1/reports/weekly?period=1900-W02').expect(200);
    const { body: ahead } = await leader.get('/api/v1/reports/weekly?period=2190-W03').expect(422);
    expect(ahead.errors).toMatchObject([{ path: 'period', code: 'not-begun' }]);
    const { body: kinds } = await leader.get('/api/v1/reports/kinds').expect(200);
    expect(kinds.items.map(({ kind }: { kind: string }) => kind)).toEqual([...reportKinds]);
  });
});

describe('the files of a report, opened by LibreOffice', () => {
  beforeAll(async () => {
    for (const kind of reportKinds)
      for (const locale of locales)
        for (const format of reportFormats) {
          const { body, headers } = await bytes(
            leader.post('/api/v1/reports').send({ kind, locale, format, period: data[kind].period.name }),
          ).expect(200);
          expect(headers['content-disposition']).toBe(
            `attachment; filename="${data[kind].period.name}-${kind}.${format}"`,
          );
          await writeFile(fileOf(kind, locale, format), body as Buffer);
        }
    const all = (format: string, suffix = format) =>
      reportKinds.flatMap((kind) => locales.map((locale) => fileOf(kind, locale, format).replace(/\w+$/, suffix)));
    // Without the results that came with them: what is compared, LibreOffice has reckoned.
    for (const file of all('xlsx')) {
      const workbook = new Excel.Workbook();
      await workbook.xlsx.readFile(file);
      for (const sheet of workbook.worksheets)
        sheet.eachRow((row) =>
          row.eachCell((cell) => {
            if (cell.formula) cell.value = { formula: cell.formula };
          }),
        );
      await workbook.xlsx.writeFile(file.replace(/xlsx$/, 'bare.xlsx'));
    }
    await convert(all('xlsx', 'bare.xlsx'), everySheet, join(folder, 'csv'));
    await convert(all('docx'), plainText, join(folder, 'txt'));
    await convert(all('pptx'), 'pdf', join(folder, 'slides'));
  }, 300_000);

  it('leave an event that says who has what', async () => {
    const { rows } = await world.owner.query(
      `SELECT data FROM events WHERE type = 'report.produced' AND actor_id IS NOT NULL ORDER BY id LIMIT 1`,
    );
    expect(rows[0].data).toEqual({
      kind: 'weekly',
      format: 'xlsx',
      locale: 'zh-CN',
      period: data.weekly.period.name,
    });
  });

  it('are workbooks with numbers as numbers, frozen heads, a print set-up, and sums that LibreOffice finds too', async () => {
    let sums = 0;
    for (const kind of reportKinds)
      for (const locale of locales) {
        const workbook = new Excel.Workbook();
        await workbook.xlsx.readFile(fileOf(kind, locale, 'xlsx'));
        const { tables, figures } = data[kind];
        const told = tellReport(data[kind], locale, 500);
        expect(workbook.worksheets).toHaveLength(reportSheets[kind].length + 1);
        const csv = async (sheet: Excel.Worksheet) =>
          readFile(join(folder, 'csv', `${kind}-${locale}.bare-${sheet.name}.csv`), 'utf8');
        const summary = workbook.worksheets[0] as Excel.Worksheet;
        const numbers: unknown[] = [];
        summary.eachRow((row) => numbers.push(row.getCell(2).value));
        for (const { figure: shown } of shownFigures(kind)) expect(numbers).toContain(figures[shown]);
        for (const [index, table] of reportSheets[kind].entries()) {
          const sheet = workbook.worksheets[index + 1] as Excel.Worksheet;
          expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
          expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, paperSize: 9 });
          const rows = tables[table] as unknown as Record<string, unknown>[];
          const columns = Object.keys(rows[0] ?? {});
          // Without rows there is neither head nor total: one line says so.
          if (rows.length === 0) expect(sheet.getCell('A3').value).toBe(told.fields[`${table}Note`]?.text);
          for (const [place, row] of rows.entries())
            for (const [at, column] of columns.entries()) {
              const { value } = sheet.getCell(4 + place, at + 1);
              const given = row[column];
              if (typeof given === 'number') expect(value).toBe(given);
              if (table === 'targets' || table === 'kpis')
                expect(value ?? '').toEqual(told.tables[table][place]?.[column]?.value ?? '');
              if (given && typeof given === 'object' && (given as ReportMoney).worth !== null)
                expect(value).toBeCloseTo(Number((given as ReportMoney).worth) / 10_000, 6);
            }
          const column = (summedColumns as Record<string, string>)[table];
          if (!column || rows.length === 0) continue;
          const sum =
            rows.reduce((all, row) => all + Number((row[column] as ReportMoney | null)?.worth ?? 0), 0) / 10_000;
          const foot = sheet.getCell(4 + rows.length, columns.indexOf(column) + 1);
          expect(foot.formula).toMatch(new RegExp(`^SUM\\([A-Z]+4:[A-Z]+${3 + rows.length}\\)$`));
          expect(foot.result).toBeCloseTo(sum, 6);
          const reckoned =
            (await csv(sheet)).split('\n').find((line) => /^(合计|列出项合计|Total|Rows shown),/.test(line)) ?? '';
          const cells = [...reckoned.matchAll(/(?:"([^"]*)"|([^,"]*))(?:,|$)/g)].map(
            ([, quoted, plain]) => quoted ?? plain,
          );
          expect(Number(cells[columns.indexOf(column)])).toBeCloseTo(sum, 6);
          sums += 1;
        }
      }
    expect(sums).toBeGreaterThan(10);
  });

  /** Everything that has to stand in a file, of so many rows of each table. */
  const expected = (kind: ReportKind, locale: Locale, rowsAtMost: number) => {
    const { sections, tables } = data[kind];
    const told = tellReport(data[kind], locale, rowsAtMost);
    const line = (table: 'funnel' | 'industries') =>
      told.tables[table].map((row) => shownColumns(table, 'page').map((column) => row[column]?.text ?? ''));
    const cells = (table: ReportTable, columns: readonly string[]) =>
      told.tables[table].flatMap((row) => columns.map((column) => row[column]?.text ?? ''));
    return [
      data[kind].zone,
      told.fields['period']?.text ?? '',
      // Whole rows, so that no number of another row or period would do.
      ...sections.flatMap((table) =>
        table === 'funnel' || table === 'industries' ? line(table).map((cells) => cells.join('')) : [],
      ),
      ...cells('targets', ['goal', 'done', 'share', 'needed']),
      ...cells('kpis', ['kpi', 'value', 'numerator', 'denominator']),
      // Sums behind the last row, in their place of the total's row.
      ...sections.flatMap((table) =>
        isSummed(table) && tables[table].length > 0 && table !== 'industries'
          ? [
              `${totalWord(reportWords[locale], table, told.fields[`${table}Count`]?.text ?? '')}${told.fields[`${table}Total`]?.text ?? ''}`,
            ]
          : [],
      ),
      ...sections.flatMap((table) =>
        (tables[table] as unknown as Record<string, unknown>[]).slice(0, rowsAtMost).flatMap((row) => {
          const money = Object.values(row).find((value) => value && typeof value === 'object') as
            ReportMoney | undefined;
          return [row['title'], money?.worth ? inWan(money.worth) : null].filter((each) => typeof each === 'string');
        }),
      ),
    ] as string[];
  };

  /** A key figure with its name; a printed page has a line of figures and then a line of names. */
  const figure = (format: string, value: number | null, name: string) =>
    new RegExp(`(?:(?<!\\d)|(?<=10,000))${value ?? '[—–]'}${format === 'pdf' ? '.*?' : ''}${words(name)}`);

  it('are documents, slides and printed pages with the same figures, in both languages', async () => {
    for (const kind of reportKinds)
      for (const locale of locales) {
        const pdf = async (file: string) => {
          const parser = new PDFParse({ data: new Uint8Array(await readFile(file)) });
          const { text } = await parser.getText();
          await parser.destroy();
          return words(text);
        };
        const name = `${kind}-${locale}`;
        const texts = {
          docx: [words(await readFile(join(folder, 'txt', `${name}.txt`), 'utf8')), 100],
          pptx: [await pdf(join(folder, 'slides', `${name}.pdf`)), 8],
          pdf: [await pdf(fileOf(kind, locale, 'pdf')), 100],
        } as const;
        for (const [format, [text, rows]] of Object.entries(texts)) {
          expect(text.length, `${name}.${format}`).toBeGreaterThan(200);
          for (const each of expected(kind, locale, rows)) expect(text, `${name}.${format}`).toContain(words(each));
          const { figures } = data[kind];
          for (const { figure: shown } of shownFigures(kind))
            if (shown !== 'red' && shown !== 'yellow' && shown !== 'projectsAll' && shown !== 'projectsNew')
              expect(text, `${name}.${format}`).toMatch(
                figure(format, figures[shown], reportWords[locale].figure[shown]),
              );
          // Nothing that a template names is left unfilled.
          expect(text, `${name}.${format}`).not.toMatch(/\{[#/]?\w+\}|undefined|NaN/);
        }
      }
  }, 120_000);

  it('are slides with a table where there are rows, and a line where there are none', async () => {
    let empty = 0;
    for (const kind of reportKinds)
      for (const locale of locales) {
        const zip = new PizZip(await readFile(fileOf(kind, locale, 'pptx')));
        const slides = Object.keys(zip.files)
          .filter((path) => /^ppt\/slides\/slide\d+\.xml$/.test(path))
          .sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)))
          .map((path) => zip.file(path)?.asText() ?? '');
        // The cover and the figures come before.
        for (const [index, table] of data[kind].sections.entries()) {
          const rows = data[kind].tables[table].length;
          expect(slides[index + 2]?.includes('<p:graphicFrame'), `${kind} ${table}`).toBe(rows > 0);
          if (rows === 0) empty += 1;
        }
      }
    expect(empty).toBeGreaterThan(0);
  });

  it('has written every sheet of every workbook', async () => {
    const sheets = reportKinds.reduce((sum, kind) => sum + reportSheets[kind].length + 1, 0) * locales.length;
    expect(await readdir(join(folder, 'csv'))).toHaveLength(sheets);
  });
});
