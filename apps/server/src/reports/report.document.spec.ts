import { reportKinds } from '@torch/domain';
import { PDFParse } from 'pdf-parse';
import { expect, it } from 'vitest';
import { print } from '../platform/pdf/print';
import { reportDocument } from './report.document';
import { sampleData } from './sample-report';

/** What stands on paper, without spaces; its projects tell so much of what they are about. */
async function printed(kind: (typeof reportKinds)[number], content: string): Promise<string> {
  const data = sampleData(kind, 'CNY');
  const [row] = data.tables.projects;
  if (!row) throw new Error('no project');
  data.tables.projects = ['FIRST', content, 'THIRD'].map((each) => ({ ...row, content: each }));
  const parser = new PDFParse({ data: new Uint8Array(await print(reportDocument(data, 'en', 100))) });
  const { text } = await parser.getText();
  await parser.destroy();
  return text.replace(/\s/g, '');
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
