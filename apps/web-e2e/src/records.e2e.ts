import type { Page } from '@playwright/test';
import { expect, test } from '../support/product';

const desk = { viewport: { width: 1440, height: 900 } };
test.use(desk);

/** Calls the API in the page's session. */
const call = (page: Page, method: string, path: string, body?: object) =>
  page.evaluate(
    async ([verb, url, text]) => {
      const headers = text ? { 'content-type': 'application/json' } : undefined;
      const answer = await fetch(`/api/v1${url}`, { method: verb, headers, body: text || null });
      return answer.status === 204 ? null : await answer.json();
    },
    [method, path, body ? JSON.stringify(body) : ''] as const,
  );

const save = (page: Page) => page.locator('main button[type=submit]').click();

test('a company’s draft outlives the page, and a number known already leads to the company that has it', async ({
  page,
  product,
  signIn,
}) => {
  await signIn(page, 'officer.med');
  const number = '91371000MA3C4X5Y2K';
  await page.goto(`${product.url}/companies/new`);
  await page.locator('#company-nameEn').fill('Cedar Instruments');
  await page.locator('#company-country').selectOption('US');
  await page.locator('#company-region').selectOption('US');
  await page.locator('#company-number').fill('US-77-0001');
  await page.reload();
  await expect(page.locator('#company-nameEn')).toHaveValue('Cedar Instruments');
  await expect(page.getByText('已恢复上次未保存的内容。')).toBeVisible();
  await save(page);
  await page.waitForURL(/companies\/[0-9a-f-]{36}$/);
  await page.goto(`${product.url}/companies/new`);
  await expect(page.locator('#company-nameEn')).toHaveValue('');
  await page.locator('#company-nameEn').fill('Wholly Different Works');
  await page.locator('#company-country').selectOption('US');
  await page.locator('#company-region').selectOption('US');
  await page.locator('#company-number').fill('us770001');
  await save(page);
  await expect(page.getByText('这个注册号已登记在“Cedar Instruments”名下。')).toBeVisible();
  await page.locator('#company-country').selectOption('CN');
  await page.locator('#company-number').fill(number);
  await save(page);
  await expect(page.getByText('校验位不符,请再核对一遍')).toBeVisible();
  await expect(page.locator('#company-nameEn')).toHaveValue('Wholly Different Works');
});

test('a draft that was left lying meets what somebody else changed since, and asks where both did', async ({
  browser,
  product,
  signIn,
}) => {
  const [officer, head] = [await browser.newPage(desk), await browser.newPage(desk)];
  await signIn(officer, 'officer.home');
  await signIn(head, 'head.home');
  const { items } = await call(officer, 'GET', '/companies?limit=200');
  const me = await call(officer, 'GET', '/me');
  const { id } = items.find(({ ownerId }: { ownerId: string }) => ownerId === me.id);
  await officer.goto(`${product.url}/companies/${id}/edit`);
  await officer.locator('#company-profile').fill('typed by the officer');
  await expect(officer.getByText('草稿已存在本机')).toBeVisible();
  await officer.goto(`${product.url}/leads`);
  const { version } = await call(head, 'GET', `/companies/${id}`);
  await call(head, 'PATCH', `/companies/${id}`, {
    version,
    profile: 'written by the head',
    address: 'Somewhere else 1',
  });
  await officer.goto(`${product.url}/companies/${id}/edit`);
  await expect(officer.locator('#company-profile')).toHaveValue('typed by the officer');
  await expect(officer.locator('#company-address')).toHaveValue('Somewhere else 1');
  await officer.getByRole('radio', { name: /written by the head/ }).check();
  await expect(officer.locator('#company-profile')).toHaveValue('written by the head');
  await officer.getByRole('radio', { name: /typed by the officer/ }).check();
  await officer.getByRole('button', { name: '再次保存' }).click();
  await officer.waitForURL(`**/companies/${id}`);
  const saved = await call(officer, 'GET', `/companies/${id}`);
  expect(saved).toMatchObject({ profile: 'typed by the officer', address: 'Somewhere else 1' });
  await officer.close();
  await head.close();
});

test('a lead is closed with a reason, opened again by the head, and handed over with what is still to be done', async ({
  browser,
  product,
  signIn,
}) => {
  const [officer, head] = [await browser.newPage(desk), await browser.newPage(desk)];
  await signIn(officer, 'officer.fsh');
  await signIn(head, 'head.fsh');
  const { items } = await call(officer, 'GET', '/leads?limit=50&status=contacted');
  const { id } = items[0];
  await officer.goto(`${product.url}/leads/${id}`);
  await officer.getByRole('button', { name: '关闭', exact: true }).click();
  await officer.getByRole('button', { name: '确定' }).click();
  await expect(officer.getByText('请选择关闭原因')).toBeVisible();
  await officer.locator('#lead-reason').selectOption({ index: 1 });
  await officer.locator('#lead-note').fill('对方暂缓投资');
  await officer.getByRole('button', { name: '确定' }).click();
  await expect(officer.getByText('搁置或关闭的线索由部门负责人重新打开。')).toBeVisible();
  await expect(officer.getByText('对方暂缓投资')).toBeVisible();
  await head.goto(`${product.url}/leads/${id}`);
  await head.getByRole('button', { name: '重新打开' }).click();
  await head.getByRole('button', { name: '确定' }).click();
  await expect(head.getByRole('button', { name: '研判通过' })).toBeVisible();
  await head.getByRole('button', { name: '转交' }).click();
  // Only people to whom the head may hand it over stand in the list.
  await expect(head.locator('#lead-owner option')).toHaveCount(2);
  await head.locator('#lead-owner').selectOption({ index: 1 });
  await head.getByRole('button', { name: '确定' }).click();
  await expect(head.getByText('转交了负责人')).toBeVisible();
  const { status } = await officer.evaluate(
    async (lead) => fetch(`/api/v1/leads/${lead}`).then(({ status }) => ({ status })),
    id,
  );
  expect(status).toBe(404);
  await officer.close();
  await head.close();
});

test('on a phone, leads are filtered in a sheet, and the address can be passed on', async ({
  browser,
  product,
  signIn,
}) => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await signIn(page, 'leader');
  await page.goto(`${product.url}/leads`);
  await page.getByRole('button', { name: '筛选', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: '筛选' });
  await sheet.getByText('已研判').click();
  await sheet.getByRole('button', { name: '查看结果' }).click();
  await expect(page).toHaveURL(/status=qualified/);
  const { total } = await call(page, 'GET', '/leads?status=qualified');
  await expect(page.getByText(`共 ${total} 条`)).toBeVisible();
  await page.goto(page.url());
  await expect(page.getByText(`共 ${total} 条`)).toBeVisible();
  await expect(page.getByRole('button', { name: '取消筛选:已研判' })).toBeVisible();
  await page.close();
});

test('staying on a half-filled form leaves the way back as it was', async ({ page, product, signIn }) => {
  await signIn(page, 'head');
  await page.goto(`${product.url}/companies`);
  await page.getByRole('link', { name: '线索', exact: true }).first().click();
  await page.waitForURL('**/leads');
  await page.getByRole('link', { name: '新建线索' }).first().click();
  await page.waitForURL('**/leads/new');
  await page.locator('#lead-title').fill('写了一半');
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.goBack();
  await expect(page).toHaveURL(/leads\/new$/);
  await expect(page.locator('#lead-title')).toHaveValue('写了一半');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.goBack();
  await expect(page).toHaveURL(/\/leads$/);
});
