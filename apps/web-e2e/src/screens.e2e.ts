import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/product';

const screens: Record<string, readonly string[]> = {
  head: [
    '/',
    '/leads',
    '/leads/new',
    '/companies',
    '/companies/new',
    '/visits',
    '/quick-log',
    '/users',
    '/departments',
    '/reference',
    '/recycle-bin',
    '/account',
    '/no-such-page',
  ],
  admin: ['/', '/users', '/reference?list=chain-nodes', '/mails', '/departments'],
  auditor: ['/audit'],
};

for (const [role, paths] of Object.entries(screens))
  for (const width of [1440, 390])
    for (const scheme of ['light', 'dark'] as const)
      test(`${role}, ${width} px, ${scheme}: no screen has an axe violation, a sideways scroll or an error in the console`, async ({
        browser,
        product,
        signIn,
      }) => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(String(error)));
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await signIn(page, role);
        for (const path of paths) {
          await page.goto(product.url + path);
          await page.locator('main h1, main ui-empty-state').first().waitFor();
          await expect(page.locator('ui-loading')).toHaveCount(0);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(
            ({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
          );
          expect.soft(found).toEqual([]);
          expect
            .soft(
              await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
              `${path} scrolls sideways`,
            )
            .toBeLessThanOrEqual(0);
        }
        expect(complaints).toEqual([]);
        await context.close();
      });

test('the record pages, too', async ({ page, product, signIn }) => {
  await signIn(page, 'head');
  for (const list of ['/leads', '/companies']) {
    await page.goto(product.url + list);
    await page.locator('main table a').first().click();
    await page.waitForURL(/[0-9a-f-]{36}/);
    await page.locator('main h1').waitFor();
    await expect(page.locator('ui-loading')).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${list} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    ).toEqual([]);
  }
});
