import { describe, expect, it } from 'vitest';
import { linesOf, titled } from './titled';

const look = { ink: '#111', soft: '#555', surface: '#fff', font: "'Noto Sans', sans-serif" };
const chart = { svg: '<svg width="400" height="200"><path d="M0 0"/></svg>', width: 400, height: 200 };

describe('the picture of a chart', () => {
  it('says above the chart what it is of', () => {
    const head = { title: '转化漏斗 · 同批新建', lines: ['2026年1月1日 至 11月29日', 'R&D <all>'] };
    const { svg, width, height } = titled(chart, head, look);
    expect(width).toBe(400);
    expect(height).toBeGreaterThan(chart.height + 3 * 16);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="400" height="\d+"/);
    for (const text of [head.title, head.lines[0], 'R&amp;D &lt;all&gt;', chart.svg]) expect(svg).toContain(text);
  });

  it('breaks a long line between words, and Chinese anywhere', () => {
    expect(linesOf('Leads created since January', 90, 10)).toEqual(['Leads created', 'since January']);
    expect(linesOf('数据截至十一月', 40, 10)).toEqual(['数据截至', '十一月']);
    expect(linesOf('', 40, 10)).toEqual([]);
    expect(linesOf('Unbreakable', 10, 10)).toEqual(['Unbreakable']);
  });
});
