import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

test('who reports a company second sees at once who holds it, and a head settles it', async ({
  browser,
  product,
  signIn,
}) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const first = await phone.newPage();
  await signIn(first, 'officer');
  const company = await first.evaluate(async () => {
    const post = async (path: string, body: object) =>
      (
        await fetch(`/api/v1${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json();
    const made = await post('/companies', { nameEn: `First Report ${Date.now()}`, country: 'KR', region: 'KR' });
    await post('/leads', { companyId: made.id, title: 'First plan', channel: 'chain' });
    return made as { id: string; name: string };
  });
  await phone.close();

  const other = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await other.newPage();
  await signIn(page, 'officer.jp');
  await page.goto(`${product.url}/leads/new?company=${company.id}&companyName=${encodeURIComponent(company.name)}`);
  await expect(page.getByText('首报在先', { exact: false })).toContainText('韩国招商组');
  await page.locator('#lead-title').fill('Second plan');
  await page.locator('#lead-channel').selectOption('chain');
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/leads\/[0-9a-f-]{36}$/);
  await expect(page.getByText('存在首报冲突')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const leadUrl = page.url();
  await page.goto(`${product.url}/conflicts`);
  const mine = page.locator('li.card', { hasText: company.name });
  await expect(mine).toContainText('内容不在您的可见范围内');
  await expect(mine.getByRole('button', { name: '裁定' })).toHaveCount(0);

  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const head = await desk.newPage();
  await signIn(head, 'head');
  await head.goto(`${product.url}/conflicts`);
  const conflict = head.locator('li.card', { hasText: company.name });
  expect(await axe(head)).toEqual([]);
  await conflict.getByRole('button', { name: '裁定' }).click();
  await expect(head.locator('dialog')).toContainText(company.name);
  await head.locator('#small-ruling').selectOption({ index: 1 });
  await expect(head.locator('#small-heldShare')).toHaveCount(0);
  await head.locator('#small-ruling').selectOption('share');
  await expect(head.locator('#small-heldShare')).toHaveValue('50');
  await head.locator('#small-heldShare').fill('60');
  await head.locator('#small-secondShare').fill('30');
  await head.locator('#small-reason').fill('首报在先,后报促成见面');
  await head.locator('dialog').getByRole('button', { name: '裁定' }).click();
  await expect(head.getByText('至少两人,整数比例合计 100%')).toBeVisible();
  await head.locator('#small-secondShare').fill('40');
  expect(await axe(head)).toEqual([]);
  await head.locator('dialog').getByRole('button', { name: '裁定' }).click();
  await expect(head.locator('dialog')).toHaveCount(0);
  await head.getByRole('button', { name: '全部' }).click();
  await expect(head.locator('li.card', { hasText: company.name })).toContainText('60%');
  await desk.close();

  await page.goto(leadUrl);
  await expect(page.getByText('归属与保护')).toBeVisible();
  await expect(page.getByText('存在首报冲突')).toHaveCount(0);
  await other.close();
});

test('a lead in the pool is claimed on a phone, and another officer hears who has it', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'officer.jp');
  await page.goto(`${product.url}/pool`);
  const lead = page.locator('li.card').first();
  const title = await lead.locator('strong').innerText();
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  const second = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const rival = await second.newPage();
  await signIn(rival, 'head.jp');
  await rival.goto(`${product.url}/pool`);
  await expect(rival.locator('li.card', { hasText: title }).first()).toBeVisible();
  await lead.getByRole('button', { name: '认领' }).click();
  await page.waitForURL(/leads\/[0-9a-f-]{36}$/);
  const panel = page.locator('crm-ownership-panel');
  await expect(panel.getByText('认领', { exact: true })).toBeVisible();
  // The protection begins anew with the claim; nobody was in contact by it.
  await expect(panel).toContainText(/已 [1-9]\d* 天没有联系/);
  await expect(panel).toContainText('起算,晚于最近一次联系');
  await rival.locator('li.card', { hasText: title }).first().getByRole('button', { name: '认领' }).click();
  await expect(rival.getByText('已被', { exact: false })).toBeVisible();
  await second.close();
  await context.close();
});

test('everything of somebody who leaves is handed over and taken back', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'head.eu');
  await page.goto(`${product.url}/transfers`);
  await page.locator('#transfer-from').selectOption({ index: 1 });
  await page.locator('#transfer-to').selectOption({ index: 1 });
  await page.locator('#transfer-reason').fill('Leaves the bureau');
  expect(await axe(page)).toEqual([]);
  await page.locator('main button[type=submit]').click();
  // How much goes is told before it goes.
  await expect(page.locator('.ant-modal-confirm-content')).toContainText(/\d/);
  await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
  await expect(page.locator('.ant-modal-confirm')).toHaveCount(0);
  const row = page.locator('section li').first();
  await expect(row).toContainText('Leaves the bureau');
  await row.getByRole('button').click();
  await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
  await expect(row.locator('.warn')).toBeVisible();
  await context.close();
});
