import { readdirSync, readFileSync } from 'node:fs';
import type { ToldReport } from '@torch/contracts';
import type { ReportTable } from '@torch/domain';
import PizZip from 'pizzip';
import { expect, it } from 'vitest';
import { fitSlides } from './fit-slides';
import { sampleReport } from './sample-report';

/** The texts of these titles, and of the amounts beside them, on a slide. */
function onSlide(titles: readonly string[], table: ReportTable = 'created'): [title?: string, amount?: string][] {
  const told = sampleReport('weekly', 'en', 'CNY');
  const [row] = told.tables[table];
  const rows = titles.map((text) => ({ ...row, title: { kind: 'text' as const, text, value: text } }));
  const fitted: ToldReport = fitSlides({ ...told, tables: { ...told.tables, [table]: rows } });
  return fitted.tables[table].map(({ title, amount }) => [title?.text, amount?.text]);
}

const chinese = '项目'.repeat(100);
const english = 'Investment of a very long name '.repeat(7);

it.each([chinese, english])('cuts long names, and says so, where a table would outgrow its slide: %s', (long) => {
  const slide = onSlide(Array.from({ length: 8 }, () => long));
  const [[, amount = ''] = []] = onSlide(['short']);
  for (const [title = '', its] of slide) {
    expect(title).toMatch(/^(项目|Investment).*\S…$/);
    // Two lines of it at most.
    expect(title.length).toBeLessThan(long === chinese ? 36 : 62);
    expect(title.length).toBeGreaterThan(24);
    expect(its).toBe(amount);
  }
});

it('leaves names whole that have room, one long one among short ones as well', () => {
  const titles = [chinese.slice(0, 60), ...Array.from({ length: 7 }, () => '短')];
  expect(onSlide(titles).map(([title]) => title)).toEqual(titles);
  expect(onSlide([english]).map(([title]) => title)).toEqual([english]);
});

it('never parts a character', () => {
  const [[title = ''] = []] = onSlide(Array.from({ length: 8 }, () => '𠮷'.repeat(100)));
  expect(title).toMatch(/^(?:𠮷)+…$/u);
});

it.each(readdirSync(new URL('./templates/', import.meta.url)).filter((name) => name.endsWith('.pptx')))(
  'has the note of each table above it in %s',
  (name) => {
    const zip = new PizZip(readFileSync(new URL(`./templates/${name}`, import.meta.url)));
    let tables = 0;
    for (const [path, part] of Object.entries(zip.files)) {
      if (!/^ppt\/slides\/slide\d+\.xml$/.test(path)) continue;
      const xml = part.asText();
      const top = Number(/<p:graphicFrame>.*?<a:off x="\d+" y="(\d+)"/s.exec(xml)?.[1]);
      const note = (xml.match(/<p:sp>.*?<\/p:sp>/gs) ?? []).find((shape) => /\{#\w+Any\}\{\w+Note\}/.test(shape)) ?? '';
      const [, y, height] = /<a:off x="\d+" y="(\d+)"\/><a:ext cx="\d+" cy="(\d+)"/.exec(note) ?? [];
      if (!y) continue;
      expect(Number(y) + Number(height), path).toBeLessThanOrEqual(top);
      tables += 1;
    }
    expect(tables).toBeGreaterThan(10);
  },
);
