import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/product';

/** Pages of figures: a link far down on each, the page of what it opens, and the way back from there. */
const pages = [
  { path: '/cockpit', figure: '[data-part=standing] crm-count-link a', back: '返回驾驶舱' },
  { path: '/funnel', figure: 'crm-funnel-table tr[data-step=registered] crm-count-link a', back: '返回漏斗' },
  { path: '/kpis', figure: '[data-section=loss] a', back: '返回关键指标' },
  { path: '/coverage', figure: '.matrix a', back: '返回补链覆盖' },
  { path: '/targets', figure: 'main a[href^="/targets/"]', back: '返回目标与进度' },
] as const;

const scrolled = (page: Page) => page.evaluate(() => scrollY);
const placeOf = (link: Locator) => link.evaluate((shown) => Math.round(shown.getBoundingClientRect().top));

/** Clicks a link, and says where it and the page stood just then: to click it, it may be brought from behind something. */
async function leaveBy(link: Locator): Promise<{ left: number; place: number }> {
  const noted = link.evaluate(
    (shown) =>
      new Promise<{ left: number; place: number }>((resolve) => {
        const note = () => resolve({ left: scrollY, place: Math.round(shown.getBoundingClientRect().top) });
        addEventListener('click', note, { capture: true, once: true });
      }),
  );
  await link.click();
  return noted;
}

/** Answers of the server are kept back while something is done: the page stands, and its figures do not yet. */
async function gateOf(page: Page) {
  let held = Promise.resolve();
  await page.route('**/api/v1/**', async (route) => {
    await held;
    await route.continue();
  });
  return async (work: () => Promise<void>) => {
    const working = work();
    held = working.catch(() => undefined);
    await working;
  };
}

for (const width of [1440, 390]) {
  test(`${width} px: whoever comes back from what a figure opened stands where he left it`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 700 } });
    const page = await context.newPage();
    await signIn(page, 'leader');
    const heldBack = await gateOf(page);
    for (const { path, figure, back } of pages) {
      await page.goto(product.url + path);
      // Whatever comes late, names of reference data for instance, has come.
      await page.waitForLoadState('networkidle');
      const link = page.locator(figure).last();
      const wayBack = page.getByRole('link', { name: back }).first();
      for (const comeBack of [() => wayBack.click(), () => page.goBack()]) {
        await link.scrollIntoViewIfNeeded();
        const { left, place } = await leaveBy(link);
        await expect(wayBack, path).toBeVisible();
        await expect.poll(() => scrolled(page), path).toBe(0);
        await heldBack(async () => {
          await comeBack();
          await expect(wayBack).toBeHidden();
          await expect(link).toBeHidden();
        });
        await expect(link, path).toBeFocused();
        await expect(link, path).toBeInViewport();
        await expect.poll(() => scrolled(page), path).toBe(left);
        // A wide or long table is scrolled in a box of its own.
        await expect.poll(() => placeOf(link), path).toBe(place);
      }
    }
    await context.close();
  });
}

test('by the navigation a page begins at its top, also where it was left further down', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 700 } });
  const page = await context.newPage();
  await signIn(page, 'leader');
  await page.goto(`${product.url}/cockpit`);
  await page.locator('[data-part=standing] crm-count-link a').last().click();
  await expect(page.locator('crm-cockpit-records-page h1')).toBeVisible();
  await page.locator('nav.side').getByRole('link', { name: '驾驶舱' }).click();
  await expect(page.locator('[data-part=standing] crm-count-link a').last()).toBeVisible();
  expect(await scrolled(page)).toBe(0);
  await context.close();
});
