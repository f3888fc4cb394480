import { axe, sideways } from '../support/look';
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
  await expect(page.locator('#small-title')).toHaveValue(lead.title);
  await expect(page.locator('#small-totalInvestment')).not.toHaveValue('');
  await page.getByRole('button', { name: '确定' }).click();
  await page.waitForURL(/deals\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: lead.title })).toBeVisible();
  await expect(page.locator('.road .here')).toContainText('洽谈');

  await page.getByRole('button', { name: '推进或调整阶段' }).click();
  await page.locator('#deal-stage').selectOption('review');
  await expect(page.locator('dialog li', { hasText: '固定资产投资' })).toBeVisible();
  await page.getByRole('button', { name: '确定' }).click();
  // What is missing is said at its field, and what hangs on something else above.
  await expect(page.locator('#deal-fixedAssetInvestment')).toBeFocused();
  await expect(page.locator('#deal-fixedAssetInvestment')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('#deal-fixedAssetInvestment').fill('800000');
  await page.locator('#deal-landMu').fill('20');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.locator('dialog').getByRole('alert').filter({ hasText: '投资方案' })).toBeVisible();
  await page.locator('#deal-stage').selectOption('filed');
  await page.locator('#deal-filing-waiver').fill('租用现成厂房,无需备案');
  expect(await axe(page)).toEqual([]);
  await page.locator('#deal-reason').fill('等待总部');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '推进或调整阶段' }).click();
  await expect(page.getByText('已恢复上次未保存的内容')).toBeVisible();
  await expect(page.locator('#deal-stage')).toHaveValue('filed');
  await expect(page.locator('#deal-filing-waiver')).toHaveValue('租用现成厂房,无需备案');
  await expect(page.locator('#deal-reason')).toHaveValue('等待总部');
  await page.getByRole('button', { name: '放弃草稿' }).click();
  await expect(page.locator('#deal-reason')).toHaveValue('');
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
  expect(await axe(page)).toEqual([]);
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
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  await page.goto(`${product.url}/deals?flagged=true`);
  await expect(page.getByRole('link', { name: lead.title })).toBeVisible();
  await page.goto(`${product.url}/leads/${lead.id}`);
  await expect(page.getByRole('link', { name: /^打开项目 D-/ })).toBeVisible();
  await context.close();
});

test('a deal is entered directly on a phone, with the contact it lacks, and another is split off its lead', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const name = `Heron Instruments ${Date.now()}`;
  await page.evaluate(async (nameEn) => {
    const body = JSON.stringify({ nameEn, country: 'JP', region: 'JP' });
    await fetch('/api/v1/companies', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }, name);
  await page.goto(`${product.url}/deals`);
  await page.getByRole('link', { name: '新建项目' }).click();
  await page.locator('main button[type=submit]').click();
  for (const text of ['请选择企业', '请填写项目名称', '请选择产业集群', '请填写总投资'])
    await expect(page.getByText(text)).toBeVisible();
  await page.locator('#lead-company').fill(name);
  await page.locator('li[role=option]:not(.create)', { hasText: name }).click();
  await page.locator('#lead-title').fill('内窥镜整机项目');
  await page.locator('#lead-channel').selectOption({ index: 1 });
  await page.locator('#lead-cluster').selectOption('MED');
  await page.locator('#lead-amount').fill('30,000,000');
  await expect(page.getByText('还没有联系人')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: '添加联系人' }).click();
  await page.locator('#contact-name').fill('联系人');
  await page.locator('dialog button[type=submit]').click();
  await expect(page.getByText('还没有联系人')).toHaveCount(0);
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL(/deals\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '内窥镜整机项目' })).toBeVisible();

  await page.getByRole('link', { name: '人员与归属' }).click();
  await expect(page.locator('crm-contact-list').getByText('联系人', { exact: true }).last()).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('link', { name: '概览' }).click();
  await page.getByRole('link', { name: /^L-/ }).click();
  await page.getByRole('button', { name: '拆分项目' }).click();
  expect(await axe(page)).toEqual([]);
  await page.locator('#small-title').fill('内窥镜二期');
  await page.locator('#small-totalInvestment').fill('12000000');
  await page.locator('#small-reason').fill('二期另选地块');
  await page.getByRole('button', { name: '确定' }).click();
  await page.waitForURL(/deals\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '内窥镜二期' })).toBeVisible();
  await expect(page.getByText('二期另选地块')).toBeVisible();
  await context.close();
});

test('a statistician finds no empty part and no refusal on a deal', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'statistician');
  const id = await page.evaluate(async () => (await (await fetch('/api/v1/deals?limit=1')).json()).items[0].id);
  await page.goto(`${product.url}/deals/${id}`);
  await expect(page.locator('.road')).toBeVisible();
  await expect(page.locator('nav.tabs').getByRole('link', { name: '资金' })).toBeVisible();
  await expect(page.locator('nav.tabs').getByRole('link', { name: '评审与条件' })).toHaveCount(0);
  await expect(page.getByText('您没有执行此操作的权限')).toHaveCount(0);
  await context.close();
});
