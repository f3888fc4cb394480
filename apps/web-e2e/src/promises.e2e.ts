import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

for (const width of [1440, 390])
  test(`${width} px: a promise is recorded, shows when it is due, and is kept in one touch or answered for`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'officer');
    const deal = await page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/deals?stage=negotiating,site_visit&limit=1')).json();
      return items[0] as { id: string; leadId: string; companyName: string };
    });
    await page.goto(`${product.url}/deals/${deal.id}?part=promises`);

    await page.getByRole('button', { name: '登记承诺' }).click();
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await expect(page.locator('dialog').getByText('请填写此项。').first()).toBeVisible();
    const what = `二号厂房交付 ${width}`;
    await page.locator('#small-what').fill(what);
    await page.locator('#small-category').selectOption('plant');
    await page.locator('#small-toName').fill('박지우');
    await page.locator('#small-promisedOn').fill(day(-20));
    await page.locator('#small-dueOn').fill(day(-30));
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await expect(page.locator('dialog').getByText('期限不能早于承诺日期')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.locator('#small-dueOn').fill(day(-3));
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    const promise = page.locator('crm-promise-panel li', { hasText: what });
    await expect(promise).toContainText('已逾期');
    await expect(promise).toContainText('对박지우');
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    await page.goto(product.url);
    const today = page.getByRole('region', { name: '承诺' });
    await expect(today.getByRole('link', { name: what })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    await page.goto(`${product.url}/promises?show=overdue&mine=true`);
    const row = page.locator('li', { hasText: what });
    await row.getByRole('button', { name: '已兑现' }).click();
    await expect(row).toHaveCount(0);
    await page.getByRole('button', { name: '撤销' }).click();
    await expect(row).toContainText('已逾期');
    await row.getByRole('button', { name: '未兑现' }).click();
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await expect(page.locator('dialog').getByText('请填写此项。')).toBeVisible();
    await page.locator('#small-note').fill('施工方延期');
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await expect(row).toHaveCount(0);
    await page.getByRole('group', { name: '显示' }).getByRole('button', { name: '全部' }).click();
    await expect(row).toContainText('说明:施工方延期');
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await context.close();
  });

test('a window keeps what was typed for its writer, sends it once, and joins two people’s changes together', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'officer');
  const { id } = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/deals?stage=negotiating,site_visit&limit=1')).json();
    return items[0] as { id: string };
  });
  const address = `${product.url}/deals/${id}?part=promises`;
  const window = page.locator('dialog');
  const add = page.getByRole('button', { name: '登记承诺' });
  const save = window.getByRole('button', { name: '保存' });
  const cancel = window.locator('crm-form-actions').getByRole('button', { name: '取消' });
  const what = page.locator('#small-what');
  await page.goto(address);
  await add.click();
  await what.fill('厂房装修补贴');
  await cancel.click();
  await page.reload();
  await add.click();
  await expect(window.getByText('已恢复上次未保存的内容。')).toBeVisible();
  await expect(what).toHaveValue('厂房装修补贴');
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  // The next one to use this device finds nothing of it.
  await context.clearCookies();
  await signIn(page, 'head');
  await page.goto(address);
  await add.click();
  await expect(what).toHaveValue('');
  await expect(window.getByText('已恢复上次未保存的内容。')).toHaveCount(0);
  await what.fill('别人的话');
  await context.clearCookies();
  await signIn(page, 'officer');

  // Saved, but the answer is lost: the window opened anew sends the same once more, and it is recorded once.
  await page.goto(address);
  await add.click();
  await expect(what).toHaveValue('厂房装修补贴');
  await page.locator('#small-category').selectOption('plant');
  await page.locator('#small-toName').fill('박지우');
  await page.locator('#small-dueOn').fill(day(40));
  await page.route('**/promises', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await save.click();
  const refusal = window.getByRole('alert').filter({ hasText: '网络不通' });
  await expect(refusal).toBeFocused();
  expect(await axe(page)).toEqual([]);
  await page.unroute('**/promises');
  await cancel.click();
  const promise = page.locator('crm-promise-panel li', { hasText: '厂房装修补贴' });
  await expect(promise).toHaveCount(1);
  await page.reload();
  await add.click();
  await expect(what).toHaveValue('厂房装修补贴');
  await save.click();
  await expect(window).toHaveCount(0);
  await expect(promise).toHaveCount(1);
  await add.click();
  await expect(what).toHaveValue('');
  await cancel.click();

  // Somebody else changes the day while the words are being changed: the second try saves both.
  await promise.getByRole('button', { name: '修改' }).click();
  await what.fill('厂房装修补贴,首年');
  await page.evaluate(
    async ({ deal, dueOn }) => {
      const { items } = await (await fetch(`/api/v1/promises?deal=${deal}`)).json();
      const { id, version } = items.find((each: { what: string }) => each.what === '厂房装修补贴');
      await fetch(`/api/v1/promises/${id}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ version, dueOn }),
      });
    },
    { deal: id, dueOn: '2031-05-06' },
  );
  await save.click();
  await expect(window.getByText('已采用对方的修改:兑现期限')).toBeVisible();
  await expect(page.locator('#small-dueOn')).toHaveValue('2031-05-06');
  await expect(what).toHaveValue('厂房装修补贴,首年');
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await save.click();
  await expect(promise).toContainText('厂房装修补贴,首年');
  await expect(promise).toContainText('2031');

  // A change that is thought better of is let go.
  await promise.getByRole('button', { name: '未兑现' }).click();
  await page.locator('#small-note').fill('写错了');
  await cancel.click();
  await promise.getByRole('button', { name: '未兑现' }).click();
  await expect(page.locator('#small-note')).toHaveValue('写错了');
  await window.getByRole('button', { name: '放弃草稿' }).click();
  await expect(page.locator('#small-note')).toHaveValue('');
  await context.close();
});

for (const width of [1440, 390])
  test(`${width} px: a visit is prepared, printed in both languages, and its next step becomes a follow-up once`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'officer');
    const lead = await page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/leads?status=contacted,qualified&limit=1')).json();
      return items[0] as { id: string; companyId: string; companyName: string };
    });
    await page.goto(
      `${product.url}/visits/new?company=${lead.companyId}&companyName=${encodeURIComponent(lead.companyName)}&lead=${lead.id}&day=${day(9)}`,
    );
    await page.locator('#visit-subject').fill(`考察厂房 ${width}`);
    await page.getByText('会前准备').click();
    await page.locator('#visit-purpose').fill('看厂房');
    await page.getByRole('button', { name: '新增 · 日程' }).click();
    await page.getByLabel('日程 1 · 时间').fill('9:30');
    await page.getByLabel('日程 1 · 内容').fill('会谈');
    await page.getByRole('button', { name: '新增 · 对方人员' }).click();
    await page.getByLabel('对方人员 1 · 职务').fill('代表');
    await page.getByRole('button', { name: '新增 · 下一步清单' }).click();
    await page.getByLabel('下一步清单 1 · 内容').fill('发送图纸');
    await page.getByLabel('下一步清单 1 · 期限').fill(day(12));
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('每一行都要写姓名')).toBeVisible();
    await page.getByLabel('对方人员 1 · 姓名').fill('박지우');
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.locator('main')).toContainText('박지우 代表');
    await page.getByRole('button', { name: '设为跟进' }).click();
    await expect(page.locator('crm-next-steps')).toContainText('已设为跟进');
    await expect(page.getByRole('button', { name: '设为跟进', exact: true })).toHaveCount(0);
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    for (const language of ['中文', 'English']) {
      const href = await page
        .getByRole('group', { name: '打印会面资料' })
        .getByRole('link', { name: language })
        .getAttribute('href');
      const answer = await page.request.get(`${product.url}${href}`);
      expect(answer.headers()['content-type']).toBe('application/pdf');
      expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
    }
    await context.close();
  });

for (const width of [1440, 390])
  test(`${width} px: a journey bundles its visits by day`, async ({ browser, product, signIn }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'officer');
    await page.goto(`${product.url}/tours`);
    await page.getByRole('link', { name: '赴韩国招商' }).click();
    await expect(page.locator('main section section li')).toHaveCount(3);
    await expect(page.locator('main')).toContainText('水原');
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.goto(`${product.url}/tours`);
    await page.getByRole('button', { name: '新建团组' }).click();
    await page.locator('#small-title').fill(`赴日招商 ${width}`);
    await page.locator('#small-fromOn').fill('2030-05-06');
    await page.locator('#small-toOn').fill('2030-05-03');
    await page.locator('#small-cities').fill('大阪\n名古屋');
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await expect(page.locator('dialog').getByText('返回日期不能早于出发日期')).toBeVisible();
    await page.locator('#small-toOn').fill('2030-05-09');
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: `赴日招商 ${width}` }).click();
    await expect(page.locator('main')).toContainText('大阪 · 名古屋');
    await page.getByRole('link', { name: '加一场拜访' }).click();
    await expect(page.locator('#visit-tour')).toHaveValue(/.+/);
    await expect(page.locator('#visit-kind')).toHaveValue('outbound');
    await context.close();
  });
