import type { Page } from '@playwright/test';
import { expect, test } from '../support/product';

test.use({ viewport: { width: 390, height: 844 } });

/** `YYYY-MM-DDTHH:mm` on the clock of Seoul, where the sample's first officer sits. */
const inSeoul = (at: Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');

async function tell(page: Page, companyName: string, said: string): Promise<void> {
  await page.locator('#log-company').fill(companyName);
  await page.getByRole('option', { name: `新建企业“${companyName}”` }).click();
  await page.locator('#log-company-region').selectOption('KR');
  await page.locator('#log-said').fill(said);
}

test('a talk told on the phone becomes company, visit and follow-up, and its reminder arrives by mail', async ({
  page,
  product,
  signIn,
}) => {
  await signIn(page, 'officer');
  await page.getByRole('link', { name: '快速记录' }).last().click();
  await tell(page, '테스트정밀', '对方有意在园区建厂,需要厂房清单。');
  await page.locator('#log-next').fill('发送厂房清单');
  await page.locator('#log-due').fill(inSeoul(new Date(Date.now() + 60_000)));
  const told: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/quick-logs')) told.push(request.url());
  });
  await page.getByRole('button', { name: '保存记录' }).dblclick();
  await expect(page.getByText('已保存到系统').first()).toBeVisible();
  // A double press tells it once.
  expect(told).toHaveLength(1);
  // The sample's own follow-ups send mails, too; this one is told by its link to the new company.
  const mine = () => product.mails.filter(({ mail }) => mail.text?.includes(`${product.url}/companies/`));
  await expect.poll(() => mine().length, { timeout: 75_000 }).toBe(1);
  const { mail } = mine()[0] as (typeof product.mails)[number];
  expect(mail.to && 'value' in mail.to ? mail.to.value[0]?.address : '').toBe('officer@zone.example');
  expect(mail.subject).toContain('发送厂房清单');
  await page.goto(product.url);
  await page.getByRole('button', { name: /^提醒,未读 \d+ 条$/ }).click();
  await expect(page.locator('crm-notifications li', { hasText: '发送厂房清单' })).toContainText('테스트정밀');
});

test('what was typed survives the page, and a record made without a network is sent once when it is back', async ({
  page,
  context,
  product,
  signIn,
}) => {
  await signIn(page, 'officer.jp');
  await page.goto(`${product.url}/quick-log`);
  await tell(page, '試験精機', '线上初步接触。');
  await page.reload();
  await expect(page.locator('#log-said')).toHaveValue('线上初步接触。');
  await context.setOffline(true);
  await page.getByRole('button', { name: '保存记录' }).click();
  await expect(page.getByText('1 条记录已存在本机,联网后自动发送')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('1 条记录已存在本机,联网后自动发送')).toBeHidden();
  // Counted by its visits: a second company of that name would have been refused anyway.
  const total = await page.evaluate(async () => {
    const ask = async (path: string) => (await fetch(`/api/v1${path}`)).json();
    const { items } = await ask(`/companies?q=${encodeURIComponent('試験精機')}`);
    return (await ask(`/visits?company=${items[0].id}`)).total;
  });
  expect(total).toBe(1);
});

test('a record that is refused after its page was left waits in the outbox, to be mended there', async ({
  page,
  product,
  signIn,
}) => {
  await signIn(page, 'officer.mat');
  await page.goto(`${product.url}/quick-log`);
  await tell(page, '测试新材料有限公司', '第一次见面。');
  await page.getByRole('button', { name: '保存记录' }).click();
  await expect(page.getByText('已保存到系统').first()).toBeVisible();
  await page.goto(`${product.url}/quick-log`);
  await tell(page, '测试新材料公司', '第二次见面,地点在园区。');
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/v1/quick-logs', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: '保存记录' }).click();
  await page.getByRole('link', { name: '线索' }).last().click();
  await page.waitForURL('**/leads');
  const refused = page.waitForResponse('**/api/v1/quick-logs');
  answer();
  expect((await refused).status()).toBe(409);
  await page.getByRole('link', { name: '快速记录' }).last().click();
  await page.getByRole('button', { name: '打开修改' }).click();
  await expect(page.locator('#log-said')).toHaveValue('第二次见面,地点在园区。');
  await page.getByRole('button', { name: '是另一家' }).click();
  await page.getByRole('button', { name: '保存记录' }).click();
  await expect(page.getByText('已保存到系统').first()).toBeVisible();
});

test('a day and time can be retyped without the field wiping itself', async ({ page, product, signIn }) => {
  await signIn(page, 'officer.ele');
  await page.goto(`${product.url}/quick-log`);
  const due = page.locator('#log-due');
  await due.fill('2026-12-24T09:30');
  await due.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('2027');
  await page.locator('#log-said').focus();
  await expect(due).toHaveValue('2027-12-24T09:30');
  await due.focus();
  await page.keyboard.press('Backspace');
  await page.locator('#log-said').focus();
  await expect(due).toHaveValue('2027-12-24T09:30');
});

test('two people editing one lead see each other’s change', async ({ browser, product, signIn }) => {
  const desk = { viewport: { width: 1440, height: 900 } };
  const [officer, head] = [await browser.newPage(desk), await browser.newPage(desk)];
  await signIn(officer, 'officer.eu');
  await signIn(head, 'head.eu');
  await officer.goto(`${product.url}/leads`);
  await officer.locator('main table a').first().click();
  await officer.waitForURL(/leads\/[0-9a-f-]{36}/);
  const id = officer.url().split('/').at(-1);
  await officer.goto(`${product.url}/leads/${id}/edit`);
  await officer.locator('textarea').first().fill('typed by the officer');
  await head.evaluate(async (lead) => {
    const { version } = await (await fetch(`/api/v1/leads/${lead}`)).json();
    const body = JSON.stringify({ version, summary: 'written by the head' });
    await fetch(`/api/v1/leads/${lead}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });
  }, id);
  await officer.locator('main button[type=submit]').click();
  await expect(officer.getByText('written by the head')).toBeVisible();
  await expect(officer.locator('textarea').first()).toHaveValue('typed by the officer');
  await officer.getByRole('button', { name: 'Save again' }).click();
  await officer.waitForURL(`**/leads/${id}`);

  // A change elsewhere in the lead, here of its status, is taken in and said, too.
  await officer.goto(`${product.url}/leads/${id}/edit`);
  await officer.locator('textarea').first().fill('typed again');
  await head.evaluate(async (lead) => {
    const { version } = await (await fetch(`/api/v1/leads/${lead}`)).json();
    const body = JSON.stringify({ version, status: 'dormant', wakeOn: '2027-06-01' });
    await fetch(`/api/v1/leads/${lead}/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  }, id);
  await officer.locator('main button[type=submit]').click();
  await expect(
    officer.getByText('The other changes were elsewhere and have been taken in. Save once more.'),
  ).toBeVisible();
  await officer.locator('main button[type=submit]').click();
  await officer.waitForURL(`**/leads/${id}`);
  await officer.close();
  await head.close();
});
