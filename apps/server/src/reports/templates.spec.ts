import { readdirSync, readFileSync } from 'node:fs';
import type { ToldReport } from '@torch/contracts';
import { type TemplateFormat, templateFormats } from '@torch/domain';
import Excel from 'exceljs';
import PizZip from 'pizzip';
import { describe, expect, it } from 'vitest';
import { checkOffice, fillOffice } from './fill-office';
import { checkSheet, fillSheet } from './fill-sheet';
import { checkOfficeFile } from './office-file';
import { sampleReport } from './sample-report';
import { TemplateFlaw } from './template-flaw';

const sample = sampleReport('weekly', 'en', 'CNY');
const own = (name: string) => readFileSync(new URL(`./templates/${name}`, import.meta.url));
const template = (format: string) => own(`weekly.en.${format}`);

/** A workbook of one sheet. */
async function workbook(make: (sheet: Excel.Worksheet, book: Excel.Workbook) => void): Promise<Buffer> {
  const book = new Excel.Workbook();
  make(book.addWorksheet('Form'), book);
  return Buffer.from(await book.xlsx.writeBuffer());
}
async function filled(template: Buffer, report = sample): Promise<Excel.Worksheet> {
  const book = new Excel.Workbook();
  await book.xlsx.load((await fillSheet(template, report)) as unknown as ArrayBuffer);
  const [sheet] = book.worksheets;
  if (!sheet) throw new Error('no sheet');
  return sheet;
}
/** What stands against a file as a template. */
async function flawsOf(file: Buffer, format: TemplateFormat = 'xlsx'): Promise<string[]> {
  try {
    checkOfficeFile(file, format);
    await (format === 'xlsx' ? checkSheet : checkOffice)(file, sample);
    return [];
  } catch (error) {
    if (!(error instanceof TemplateFlaw)) throw error;
    return error.flaws.map(({ code, detail }) => `${code} ${detail}`);
  }
}
/** The product's own document or slides, with this in place of the title. */
function withText(format: 'docx' | 'pptx', text: string): Buffer {
  const zip = new PizZip(template(format));
  const path = format === 'docx' ? 'word/document.xml' : 'ppt/slides/slide1.xml';
  zip.file(path, (zip.file(path)?.asText() ?? '').replace('{title}', text));
  return zip.generate({ type: 'nodebuffer' });
}

it.each(readdirSync(new URL('./templates/', import.meta.url)))(
  'the product’s own %s may be given back as it was taken',
  async (name) => {
    expect(await flawsOf(own(name), name.split('.').at(-1) as TemplateFormat)).toEqual([]);
  },
);

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

describe('the bounds of a workbook', () => {
  it.each(['A1048576', 'A2001', 'GS1', 'XFD1'])('are overstepped by something in %s', async (address) => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = '{title}';
      sheet.getCell(address).value = ' ';
    });
    expect(await flawsOf(file)).toEqual([`too-far Form!${address}`]);
  });

  it('take no notice of mere formats, which stay where they are', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = '{title}';
      sheet.getCell('A2').value = '{created.title}';
      sheet.getCell('B3').value = { formula: 'SUM(D1:D1048576)+0' };
      sheet.getCell('C3').value = { formula: 'SUM(D1:D1048576)' };
      sheet.getCell('D2').value = '{created.number}';
      for (const address of ['GR2000', 'A1048576', 'XFD1', 'XFD1048576']) sheet.getCell(address).font = { bold: true };
    });
    expect(await flawsOf(file)).toEqual([]);
    const sheet = await filled(file);
    expect(sheet.getCell('A3').value).toBe('Example <&> Works');
    expect(sheet.getCell('C4').result).toBe(4);
    expect(sheet.getCell('A1048576').font.bold).toBe(true);
    let [rows, cells] = [0, 0];
    sheet.eachRow((row) => {
      rows += 1;
      row.eachCell(() => (cells += 1));
    });
    expect([rows, cells]).toEqual([4, 7]);
  });

  it.each([
    [
      'merged cells',
      (sheet: Excel.Worksheet) => sheet.mergeCells('A2:B2'),
      'worksheets/sheet1.xml',
      'ref="A2:B2"',
      ['A2:XFD3', 'A2:A1048576'],
    ],
    [
      'checks of what is entered',
      (sheet: Excel.Worksheet) => (sheet.getCell('A2').dataValidation = { type: 'list', formulae: ['"a,b"'] }),
      'worksheets/sheet1.xml',
      'sqref="A2"',
      ['A2:XFD3', 'A1 A2:A1048576'],
    ],
    [
      'named ranges',
      (_: Excel.Worksheet, book: Excel.Workbook) => book.definedNames.add('Form!$A$2', 'here'),
      'workbook.xml',
      'Form!$A$2',
      ['Form!$A$2:$XFD$3', 'Form!$A$2:$A$1048576'],
    ],
  ] as const)('hold %s, each cell of which would be made', async (_, make, part, written, far) => {
    const file = await workbook((sheet, book) => {
      sheet.getCell('A1').value = '{title}';
      make(sheet, book);
    });
    expect(await flawsOf(file)).toEqual([]);
    for (const range of far) {
      const zip = new PizZip(file);
      const xml = zip.file(`xl/${part}`)?.asText() ?? '';
      expect(xml).toContain(written);
      zip.file(
        `xl/${part}`,
        xml.replace(written, () => written.replace(/[^"]+(?="?$)/, () => range)),
      );
      const flaw = `too-far ${part.replace(/.*\//, '')}: ${range}`;
      expect(await flawsOf(zip.generate({ type: 'nodebuffer' }))).toEqual([flaw]);
    }
  });

  it('are overstepped by a great many cells', async () => {
    const file = await workbook((sheet) => {
      for (let row = 1; row <= 1_000; row += 1) sheet.addRow(Array.from({ length: 21 }, () => 1));
    });
    expect(await flawsOf(file)).toEqual(['too-large more than 20000 cells']);
  });
});

describe('the rows of a sheet', () => {
  /** The heights of the first rows, with this text in A1 at a breadth of ten characters a column. */
  async function heights(range: string, font: Partial<Excel.Font> = {}): Promise<(number | undefined)[]> {
    const sheet = await filled(
      await workbook((form) => {
        form.columns = Array.from({ length: 6 }, () => ({ width: 10 }));
        form.getCell('A1').value = `{title}: ${'word '.repeat(12)}`;
        form.getCell('A1').style = { font, alignment: { wrapText: true } };
        form.getCell('A2').value = 'below';
        if (range) form.mergeCells(range);
      }),
    );
    return [sheet.getRow(1).height, sheet.getRow(2).height];
  }

  it('are as high as their text, at the breadth that it has', async () => {
    const [alone = 0, below = 0] = await heights('');
    const [two = 0] = await heights('A1:B1');
    const [six = 0] = await heights('A1:F1');
    // 88 letters: ten lines, then five, then two.
    expect(alone / below).toBeGreaterThan(5);
    expect([alone > two, two > six, six > below]).toEqual([true, true, true]);
    expect((await heights('A1:F1', { size: 16, bold: true }))[0]).toBeGreaterThan(six);
    // What reaches over several rows has the height of all of them.
    expect(await heights('A1:B2')).toEqual([below, below]);
  });

  it.each(readdirSync(new URL('./templates/', import.meta.url)).filter((name) => name.endsWith('.xlsx')))(
    'have no heights of their own in %s, whose texts differ in length',
    async (name) => {
      const book = new Excel.Workbook();
      await book.xlsx.load(own(name) as unknown as ArrayBuffer);
      for (const sheet of book.worksheets) sheet.eachRow((row) => expect(row.height, sheet.name).toBeUndefined());
    },
  );
});

it.each(['zh', 'en'])('the pages of a sheet say its name and are counted from its first (%s)', async (suffix) => {
  const book = new Excel.Workbook();
  const file = await fillSheet(own(`monthly.${suffix}.xlsx`), sample);
  await book.xlsx.load(file as unknown as ArrayBuffer);
  for (const { name, headerFooter, pageSetup } of book.worksheets) {
    expect([...(headerFooter.oddFooter?.matchAll(/&[A-Z]/g) ?? [])].join(''), name).toBe('&L&C&A&R&P');
    expect(pageSetup.firstPageNumber).toBe(1);
  }
});

describe('the tables of a document', () => {
  it.each(['docx', 'pptx'] as const)('do not stand inside each other (.%s)', async (format) => {
    const flaws = (text: string) => flawsOf(withText(format, text), format);
    expect(await flaws('{#created}{#moved}{code}{/moved}{/created}')).toEqual(['nested-loop created / moved']);
    expect(await flaws('{#created}{#created}{code}{/created}{/created}')).toEqual(['nested-loop created / created']);
    expect(await flaws('{#created}{#lostAny}{#lost}{code}{/lost}{/lostAny}{/created}')).toEqual([
      'nested-loop created / lost',
    ]);
    // What is shown once, or not at all, may.
    const once =
      '{#createdAny}{#created}{#movedAny}{code}{/movedAny}{^lostAny}{title}{/lostAny}{/created}{/createdAny}';
    expect(await flaws(once)).toEqual([]);
  });
});

describe('the names in a template', () => {
  const cell = (value: Excel.CellValue) => workbook((sheet) => (sheet.getCell('B2').value = value));
  const link = (text: string) => ({ text, hyperlink: 'https://zone.example' });

  it.each([
    'report_title',
    '标题',
    ' title ',
    'projects.fixed_assets',
    'projects.',
    'projects.title.x',
    'zone2',
    'constructor',
    '#title',
    '"a": 1',
    '',
  ])('are the known ones alone, in every kind of file: {%s}', async (name) => {
    const refused = [`unknown-field ${name}`];
    expect(await flawsOf(await cell(`{${name}}`))).toEqual(refused);
    expect(await flawsOf(await cell(`{title}: {${name}}.`))).toEqual(refused);
    expect(await flawsOf(await cell(link(`{${name}}`)))).toEqual(refused);
    expect(await flawsOf(await cell({ richText: [{ text: `{${name}` }, { text: '}' }] }))).toEqual(refused);
    // Elsewhere this is no name but a table without an end.
    if (name.startsWith('#')) return;
    for (const format of ['docx', 'pptx'] as const)
      expect(await flawsOf(withText(format, `{${name.replaceAll('"', '&quot;')}}`), format)).toEqual(refused);
  });

  it.each(['docx', 'pptx'] as const)('stand in braces alone (.%s)', async (format) => {
    // Else what is filled in between other marks, in the code of a field as well, would have been judged by nobody.
    expect(await flawsOf(withText(format, '{=[[ ]]=}[[title]]'), format)).toEqual(['unknown-field =[[ ]]=']);
  });

  it('are whole', async () => {
    expect(await flawsOf(await cell('{title'))).toEqual(['unclosed-name Form!B2']);
    expect(await flawsOf(await cell('title}'))).toEqual(['unopened-name Form!B2']);
    const merged = await workbook((sheet) => {
      sheet.getCell('B2').value = '{title';
      sheet.mergeCells('B2:C3');
    });
    expect(await flawsOf(merged)).toEqual(['unclosed-name Form!B2']);
    expect(await flawsOf(await cell(link('{{title}}')))).toEqual(['unclosed-name Form!B2', 'unopened-name Form!B2']);
  });

  it('are filled in links, and where a format changes within them', async () => {
    const bold = { font: { bold: true } };
    const rich = (...richText: Excel.RichText[]) => ({ richText });
    const sheet = await filled(
      await workbook((form) => {
        form.getCell('A1').value = link('See {title}');
        form.getCell('A2').value = link('{created.title}');
        form.getCell('B1').value = { ...link(''), text: rich({ text: 'S' }, { ...bold, text: 'ee {zone}' }) as never };
        form.getCell('A3').value = rich({ text: '{ti' }, { ...bold, text: 't' }, { ...bold, text: 'le}: {zone}' });
      }),
    );
    expect(sheet.getCell('A1').value).toEqual(link('See Weekly investment report'));
    expect(sheet.getCell('A3').value).toEqual(link('Example <&> Works'));
    expect(sheet.getCell('B1').value).toEqual({
      ...link(''),
      text: rich({ text: 'S' }, { ...bold, text: 'ee Example Zone' }),
    });
    expect(sheet.getCell('A4').value).toEqual(
      rich({ text: 'Weekly investment report' }, { ...bold, text: ': Example Zone' }),
    );
  });
});
