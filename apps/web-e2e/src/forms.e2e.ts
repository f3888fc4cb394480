import type { Page } from '@playwright/test';
import { expect, test } from '../support/product';

/** Controls of one line that stand beside a higher or lower one. */
const uneven = (page: Page) =>
  page.locator('.columns').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const controls = [...row.querySelectorAll('input, select')].map((control) => ({
        id: control.id,
        top: Math.round(control.getBoundingClientRect().top),
        height: Math.round(control.getBoundingClientRect().height),
      }));
      return controls.filter(({ top, height }) =>
        controls.some((other) => other.top === top && other.height !== height),
      );
    }),
  );

/** Texts of several lines that leave a hole beside them. */
const narrow = (page: Page) =>
  page
    .locator('.columns > :only-child textarea, .columns > :last-child:nth-child(odd) textarea')
    .evaluateAll((texts) =>
      texts.filter((text) => text.clientWidth < (text.closest('.columns')?.clientWidth ?? 0) - 40).map(({ id }) => id),
    );

for (const width of [1440, 390]) {
  test(`${width} px: the forms of deals, contacts and visits stand in even rows`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'officer.ele');
    const first = (of: string) =>
      page.evaluate(async (path) => (await (await fetch(`/api/v1/${path}?limit=1`)).json()).items[0], of);
    const deal = await first('deals');
    await page.goto(`${product.url}/deals/${deal.id}/edit`);
    await expect(page.locator('#deal-industryCode')).toBeVisible();
    expect(await uneven(page)).toEqual([]);
    expect(await narrow(page)).toEqual([]);
    await page.goto(`${product.url}/visits/${(await first('visits')).id}/edit`);
    await page.getByText('会前准备').click();
    await expect(page.locator('#visit-vehicles')).toBeVisible();
    expect(await uneven(page)).toEqual([]);
    await page.goto(`${product.url}/companies/${deal.companyId}`);
    await page.getByRole('button', { name: '添加联系人' }).click();
    await expect(page.locator('#contact-phoneVerifiedOn')).toBeVisible();
    expect(await uneven(page)).toEqual([]);
    expect(await narrow(page)).toEqual([]);
    await context.close();
  });
}
