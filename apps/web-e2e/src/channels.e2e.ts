import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

/** A follow-up on the first lead of whoever is signed in, due now. */
const followUp = (page: Page, title: string) =>
  page.evaluate(async (about) => {
    const { id: me } = await (await fetch('/api/v1/me')).json();
    const { items } = await (await fetch(`/api/v1/leads?owner=${me}&status=contacted&limit=1`)).json();
    const answer = await fetch('/api/v1/follow-ups', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        leadId: items[0].id,
        title: about,
        dueAt: new Date(Date.now() + 800).toISOString(),
        noticeMinutes: 0,
      }),
    });
    const made = (await answer.json()) as { id: string };
    return { id: made.id, leadId: items[0].id as string };
  }, title);

for (const width of [1440, 390])
  test(`${width} px: reminders are told as they come, put off, and dealt with from the mail without signing in`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'officer.jp');
    await page.evaluate(() =>
      fetch('/api/v1/me', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'jp@zone.example' }),
      }),
    );

    // The zone is shared by both widths.
    const mode = width === 1440 ? 'digest' : 'off';
    await page.goto(`${product.url}/account/notifications`);
    await page.getByLabel('来访与外访 · 邮件').selectOption(mode);
    await expect(page.getByText('已保存')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('来访与外访 · 邮件')).toHaveValue(mode);
    await expect(page.getByText('始终发送')).toBeVisible();
    const renews = await page.getByRole('button', { name: '更换地址' }).count();
    if (renews === 0) {
      await page.getByRole('button', { name: '新建订阅地址' }).click();
      const address = await page.locator('code').innerText();
      const file = await page.request.get(address);
      expect(await file.text()).toContain('BEGIN:VCALENDAR');
      await page.reload();
      await expect(page.locator('code')).toHaveCount(0);
    }
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    // What arrives while the page is open is said, and stands behind the bell.
    const title = `核对样品 ${width}`;
    const made = await followUp(page, title);
    await expect(page.locator('crm-undo-bar')).toContainText('新');
    await page.getByRole('button', { name: /^提醒,未读 \d+ 条$/ }).click();
    const item = page.locator('crm-notifications li', { hasText: title });
    await expect(item).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await item.getByLabel(`稍后再提醒: ${title}`).selectOption('1');
    await expect(page.getByText('再提醒您。事项本身的日期不变')).toBeVisible();
    await expect(item.getByText('已读', { exact: true })).toBeVisible();
    await item.getByRole('link').click();
    await page.waitForURL(new RegExp(`/leads/${made.leadId}`));

    await page.goto(`${product.url}/notifications?show=all`);
    await expect(page.locator('main li', { hasText: title })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    // Somebody without a session opens the link of the mail: a look changes nothing, the word does.
    await expect
      .poll(() => product.mails.find(({ mail }) => mail.subject?.includes(title))?.mail.text ?? '')
      .toContain('/m/');
    const text = product.mails.find(({ mail }) => mail.subject?.includes(title))?.mail.text ?? '';
    const links = [...text.matchAll(/http\S+\/m\/[\w-]{92}/g)].map(([link]) => link);
    expect(links).toHaveLength(4);
    const reader = await browser.newContext({ viewport: { width, height: 900 } });
    const confirming = await reader.newPage();
    await confirming.goto(links[0] as string);
    await expect(confirming.getByRole('heading', { name: '标为已完成' })).toBeVisible();
    await expect(confirming.getByText(title)).toBeVisible();
    expect(await axe(confirming)).toEqual([]);
    expect(await sideways(confirming)).toBeLessThanOrEqual(0);
    const status = () =>
      page.evaluate(async (id) => (await (await fetch(`/api/v1/follow-ups/${id}`)).json()).status as string, made.id);
    expect(await status()).toBe('open');
    await confirming.getByRole('button', { name: '确认' }).click();
    await expect(confirming.getByText('已完成。')).toBeVisible();
    expect(await status()).toBe('done');
    await confirming.reload();
    await expect(confirming.getByText('执行过,无需再次操作')).toBeVisible();
    expect(await axe(confirming)).toEqual([]);
    await confirming.goto(`${product.url}/m/${'x'.repeat(92)}`);
    await expect(confirming.getByText('链接无效')).toBeVisible();
    await reader.close();
    await context.close();
  });

test('the administrator adds a group robot, whose address nobody sees again', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'admin');
  await page.goto(`${product.url}/robots`);
  await page.getByRole('button', { name: '添加机器人' }).click();
  await page.locator('#small-name').fill('招商一部群');
  await page.locator('#small-kind').selectOption('wecom');
  await page.locator('#small-departmentId').selectOption({ index: 1 });
  await page.locator('#small-url').fill('https://evil.example/hook?key=abc');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('不是该平台的地址')).toBeVisible();
  await page.locator('#small-url').fill('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef-1234');
  await page.getByRole('button', { name: '保存' }).click();
  const row = page.locator('li', { hasText: '招商一部群' });
  await expect(row).toContainText('https://qyapi.weixin.qq.com/…1234');
  await expect(row).not.toContainText('abcdef');
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await row.getByRole('button', { name: '删除' }).click();
  await page.locator('.ant-modal').getByRole('button', { name: '删除' }).click();
  await expect(page.getByText('还没有群机器人')).toBeVisible();
  await context.close();
});
