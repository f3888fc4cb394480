import { describe, expect, it } from 'vitest';
import { labels } from './labels';

const groups = Object.keys(labels.en) as (keyof typeof labels.en)[];

describe('the words for the codes', () => {
  it.each(groups)('%s: both languages have every code, and no two codes share their word', (group) => {
    for (const words of [labels['zh-CN'][group], labels.en[group]] as Record<string, string>[]) {
      expect(Object.keys(words).sort()).toEqual(Object.keys(labels.en[group]).sort());
      expect(Object.values(words).every((word) => word.trim() !== '')).toBe(true);
      expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
    }
  });

  it('are Chinese in Chinese and English in English', () => {
    for (const group of groups) {
      expect(Object.values(labels['zh-CN'][group]).every((word) => /\p{Script=Han}/u.test(word))).toBe(true);
      expect(Object.values(labels.en[group]).some((word) => /\p{Script=Han}/u.test(word))).toBe(false);
    }
  });
});
