import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/product';

test('a qualified lead becomes a deal, moves with its evidence, rests, and is forced by the head', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  // A lead that lacks nothing: its company has a contact, and it says how much.
  const lead = await page.evaluate(async () => {
    const ask = async (path: string) => (await fetch(`/api/v1${path}`)).json();
    for (const each of (await ask('/leads?status=qualified&limit=100')).items)
      if (each.estimatedInvestment && (await ask(`/contacts?company=${each.companyId}`)).total > 0) return each;
  });
  await page.goto(`${product.url}/leads/${lead.id}`);
  await page.getByRole('button', { name: '转为项目' }).click();
  await page.waitForURL(/deals\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: lead.title })).toBeVisible();
  await expect(page.locator('.road .here')).toContainText('洽谈');

  await page.getByRole('button', { name: '推进或调整阶段' }).click();
  await page.locator('#deal-stage').selectOption('review');
  await expect(page.locator('dialog li', { hasText: '固定资产投资' })).toBeVisible();
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('dialog li', { hasText: '固定资产投资' })).toBeVisible();
  await page.locator('#deal-stage').selectOption('on_hold');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('dialog').getByText('请写明原因')).toBeVisible();
  await page.locator('#deal-reason').fill('等待总部预算');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('main').getByText('等待总部预算').first()).toBeVisible();

  await page.getByRole('button', { name: '推进或调整阶段' }).click();
  await page.locator('#deal-stage').selectOption('negotiating');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('dialog')).toHaveCount(0);
  await page.getByRole('link', { name: '编辑' }).click();
  await page.locator('#deal-fixedAssetInvestment').fill('1200000,50');
  await page.locator('main button[type=submit]').click();
  await expect(page.getByText('金额只填数字,最多两位小数')).toBeVisible();
  await page.locator('#deal-fixedAssetInvestment').fill('1,200,000.50');
  await page.locator('#deal-landMu').fill('35');
  expect(
    (await new AxeBuilder({ page }).exclude('.cdk-overlay-container').analyze()).violations.map(
      ({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 200)).join()}`,
    ),
  ).toEqual([]);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/deals\/[0-9a-f-]{36}$/);
  await expect(page.getByText('1,200,000.5', { exact: false })).toBeVisible();

  await page.getByRole('button', { name: '推进或调整阶段' }).click();
  await page.locator('#deal-stage').selectOption('registered');
  await page.locator('dialog #deal-localRegistrationNumber').fill('91310000MA1K30XX0X');
  await page.locator('dialog #deal-localCompanyName').fill('示例落地公司');
  expect(await page.locator('dialog').getByRole('link', { name: '投资方案' }).getAttribute('href')).toContain(
    'part=files',
  );
  await page.getByText('由我承担:缺少的证据之后补齐').click();
  await page.locator('#deal-reason').fill('资料随后补交');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('dialog').getByText('校验位不符')).toBeVisible();
  await page.locator('#deal-stage').selectOption('review');
  await page.locator('#deal-reason').fill('资料随后补交');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('.road .here')).toContainText('评审');
  await expect(page.getByText('待补证据')).toBeVisible();
  expect(
    (await new AxeBuilder({ page }).exclude('.cdk-overlay-container').analyze()).violations.map(
      ({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 200)).join()}`,
    ),
  ).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  await page.goto(`${product.url}/deals?flagged=true`);
  await expect(page.getByRole('link', { name: lead.title })).toBeVisible();
  await page.goto(`${product.url}/leads/${lead.id}`);
  await expect(page.getByRole('link', { name: /^打开项目 D-/ })).toBeVisible();
  await context.close();
});
