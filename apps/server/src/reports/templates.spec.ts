import { readFileSync } from 'node:fs';
import type { ToldReport } from '@torch/contracts';
import { templateFormats } from '@torch/domain';
import PizZip from 'pizzip';
import { describe, expect, it } from 'vitest';
import { fillOffice } from './fill-office';
import { fillSheet } from './fill-sheet';
import { sampleReport } from './sample-report';

const sample = sampleReport('weekly', 'en', 'CNY');
const template = (format: string) => readFileSync(new URL(`./templates/weekly.en.${format}`, import.meta.url));

describe('what a report says', () => {
  /** The sample, with a text in place of its title and of what its leads are called. */
  function saying(text: string): ToldReport {
    const cell = { kind: 'text', text, value: text } as const;
    const created = sample.tables.created.map((row) => ({ ...row, title: cell }));
    return { fields: { ...sample.fields, title: cell }, tables: { ...sample.tables, created } };
  }
  const forbidden =
    /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\ufffd/;

  it.each(templateFormats)('leaves a .%s whole, whatever XML cannot say', async (format) => {
    const report = saying('A\ufffe\uffff\0\x01\x1f\ud800b\udc00c 𠮷 <&> "D"\u0085');
    const made = await (format === 'xlsx' ? fillSheet : fillOffice)(template(format), report);
    const parts = Object.entries(new PizZip(made).files)
      .filter(([name]) => /\.(xml|rels)$/.test(name))
      .map(([name, part]) => [name, part.asText()] as const);
    expect(parts.filter(([, xml]) => forbidden.test(xml)).map(([name]) => name)).toEqual([]);
    expect(parts.some(([, xml]) => xml.includes('Abc 𠮷 &lt;&amp;&gt; &quot;D&quot;\u0085'))).toBe(true);
  });
});
