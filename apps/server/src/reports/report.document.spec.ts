import { reportWords } from '@torch/contracts';
import { reportKinds } from '@torch/domain';
import { PDFParse } from 'pdf-parse';
import { expect, it } from 'vitest';
import { print } from '../platform/pdf/print';
import { reportDocument } from './report.document';
import { sampleData } from './sample-report';

/** The pages of a document, without spaces. */
async function pagesOf(data: ReturnType<typeof sampleData>): Promise<string[]> {
  const parser = new PDFParse({ data: new Uint8Array(await print(reportDocument(data, 'en', 100))) });
  const { pages } = await parser.getText();
  await parser.destroy();
  return pages.map(({ text }) => text.replace(/\s/g, ''));
}

/** What stands on paper, without spaces; its projects tell so much of what they are about. */
async function printed(kind: (typeof reportKinds)[number], content: string): Promise<string> {
  const data = sampleData(kind, 'CNY');
  const [row] = data.tables.projects;
  if (!row) throw new Error('no project');
  data.tables.projects = ['FIRST', content, 'THIRD'].map((each) => ({ ...row, content: each }));
  return (await pagesOf(data)).join('');
}

it.each(
  reportKinds.flatMap((kind) =>
    [
      [1_000, 'word '],
      [2_000, 'word '],
      [10_000, 'word '],
      [400, '项目'],
      [1_000, '项目'],
      [120, 'a\n'],
    ].map(([length, text]) => [kind, length as number, text as string] as const),
  ),
)(
  'prints a project of a %s report with %d characters of text whole, and those beside it',
  async (kind, length, text) => {
    const told = text.repeat(length / text.length);
    const found = await printed(kind, `BEGIN ${told} END`);
    expect(['FIRST', 'BEGIN', 'END', 'THIRD'].filter((each) => !found.includes(each))).toEqual([]);
    // Not a line of it is lost between two pages.
    const count = (all: string) => all.split(text.charAt(0)).length;
    expect(count(found)).toBeGreaterThanOrEqual(count(told));
  },
);

it('keeps headings with their first row, and totals and notes with the last one, wherever a page ends', async () => {
  const titled = ['created', 'signed', 'increases', 'started', 'lost', 'stalled'] as const;
  const heading = (name: (typeof titled)[number]) => reportWords.en.table[name].replace(/\s/g, '');
  const torn: string[] = [];
  let broken = 0;
  // Each row more moves all that follows further down.
  for (let count = 1; count <= 24; count += 1) {
    const data = sampleData('weekly', 'CNY');
    for (const name of titled) {
      const [row] = data.tables[name];
      const rows = Array.from({ length: name === 'created' ? count : 3 }, (_, at) => ({
        ...row,
        title: `[${name}-${at + 1}]`,
      }));
      Object.assign(data.tables, { [name]: rows });
      data.figures[name] = rows.length;
    }
    data.tables.lost = [];
    data.figures.lost = 0;
    data.sections = [...titled];
    data.totals.signed.unconverted = [{ amount: '777777.00', currency: 'KRW' }];
    const pages = await pagesOf(data);
    const together = (...texts: string[]) => {
      if (!pages.some((page) => texts.every((text) => page.includes(text)))) torn.push(`${count}: ${texts.join(' ')}`);
    };
    for (const name of titled) together(heading(name), name === 'lost' ? 'Noneinthisperiod' : `[${name}-1]`);
    for (const name of ['created', 'signed', 'increases', 'started'] as const) {
      const last = data.tables[name].length;
      together(`[${name}-${last}]`, `Totalof${last}`);
    }
    together('[signed-3]', '777,777KRW');
    // Tables do go on where there is room for a row or two.
    if (pages.some((page) => page.includes('[created-1]') && !page.includes(`[created-${count}]`))) broken += 1;
  }
  expect(torn).toEqual([]);
  expect(broken).toBeGreaterThan(0);
}, 60_000);
