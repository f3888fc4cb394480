import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const app = join(import.meta.dirname);
const files = readdirSync(app, { recursive: true, encoding: 'utf8' });
const han = /\p{Script=Han}/u;

/** Every path to a text, `kind.stale`, with the text or the sample that a function makes. */
function texts(words: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] => {
      const at = path ? `${path}.${key}` : key;
      if (typeof value === 'string') return [[at, value]];
      if (typeof value === 'function') return [[at, String((value as (...given: unknown[]) => string)(2, true))]];
      return [...texts(value as object, at)];
    }),
  );
}

const dictionaries = files.filter((file) => file.endsWith('.zh.ts')).map((file) => file.replace(/\.zh\.ts$/, ''));

describe('the dictionaries', () => {
  it('are there', () => {
    expect(dictionaries.length).toBeGreaterThanOrEqual(10);
  });

  it.each(dictionaries)('%s: both languages have every text, and none is empty', async (name) => {
    const { zh } = (await import(join(app, `${name}.zh.ts`))) as { zh: object };
    const { en } = (await import(join(app, `${name}.en.ts`))) as { en: object };
    const [chinese, english] = [texts(zh), texts(en)];
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('');
    const untranslated = [...english].filter(([key, text]) => han.test(text) && !/language/i.test(key));
    expect(untranslated).toEqual([]);
  });
});

describe('nothing is hard-coded', () => {
  const sources = files.filter((file) => /\.(ts|html)$/.test(file) && !/\.(zh|en|spec)\.ts$/.test(file));

  it.each(sources)('%s has no Chinese text', (file) => {
    const withoutComments = readFileSync(join(app, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '')
      .replace(/<!--[\s\S]*?-->/g, '');
    expect(withoutComments.split('\n').filter((line) => han.test(line))).toEqual([]);
  });
});
