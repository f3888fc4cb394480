import { axe } from '../support/look';
import { expect, test } from '../support/product';

test('a deal made confidential vanishes for who is not named, and goes by its codename for who is', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const deal = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/deals?stage=negotiating,site_visit&limit=1')).json();
    return items[0] as { id: string; title: string; companyName: string };
  });
  await page.goto(`${product.url}/deals/${deal.id}`);
  await page.getByRole('button', { name: '保密' }).click();
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.getByText('请填写代号')).toBeVisible();
  await page.locator('#deal-codename').fill('猎鹰');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('dialog')).toHaveCount(0);
  await expect(page.getByText('保密 · 猎鹰')).toBeVisible();
  await expect(page.getByRole('heading', { name: deal.title })).toBeVisible();
  await page.goto(`${product.url}/deals?q=${encodeURIComponent('猎鹰')}`);
  await expect(page.getByRole('link', { name: '猎鹰' })).toBeVisible();
  await expect(page.getByText(deal.companyName)).toHaveCount(0);
  await context.close();

  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const leader = await other.newPage();
  await signIn(leader, 'leader');
  await leader.goto(`${product.url}/deals`);
  await expect(leader.getByText('另有 1 个保密项目', { exact: false })).toBeVisible();
  await expect(leader.getByRole('link', { name: '猎鹰' })).toHaveCount(0);
  await leader.goto(`${product.url}/deals/${deal.id}`);
  await expect(leader.locator('main')).not.toContainText(deal.title);
  await expect(leader.locator('main')).not.toContainText('猎鹰');
  await other.close();
});
