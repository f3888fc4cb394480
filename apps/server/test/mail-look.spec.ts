import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleMails } from './mail-samples';

/** Where the pictures lie after a run, for eyes. */
const pictures = join(import.meta.dirname, '../test-results/mails');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeWindow {
  axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

let browser: Browser;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const executablePath = process.env['CHROME_BIN'];
  browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
    ...(executablePath ? { executablePath } : {}),
  });
});
afterAll(() => browser?.close());

describe.each(['zh-CN', 'en'] as const)('mails in %s', (locale) => {
  const mails = Object.entries(sampleMails(locale));

  it.each([
    [600, 'light'],
    [600, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('can be read at %i px, %s', async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme, locale });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const [name, { html, subject }] of mails) {
      await page.setContent(html);
      await page.screenshot({ path: join(pictures, `${name}.${locale}.${width}.${colorScheme}.png`), fullPage: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => (window as unknown as AxeWindow).axe.run());
      expect(
        violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 200)).join()}`),
        name,
      ).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${name} can be scrolled sideways`).toBeLessThanOrEqual(0);
      expect(await page.title()).toBe(subject);
      // The dark is really dark: a style that a mail program reads differently would leave the page white.
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(ground).toBe(colorScheme === 'dark' ? 'rgb(21, 20, 18)' : 'rgb(246, 245, 243)');
    }
    expect(asked.filter((url) => /^https?:/.test(url))).toEqual([]);
    await context.close();
  });

  it('can be read where the head is dropped', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 700 } });
    for (const [name, { html }] of mails) {
      await page.setContent(html.replace(/<style>[\s\S]*?<\/style>/g, ''));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, name).toBeLessThanOrEqual(0);
    }
    await page.close();
  });

  it('leaves texts for eyes', () => {
    for (const [name, { subject, text }] of mails)
      writeFileSync(join(pictures, `${name}.${locale}.txt`), `${subject}\n\n${text}`);
  });
});
