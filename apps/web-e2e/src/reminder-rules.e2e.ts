import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

/** No screen of the journey is without these. */
const isSound = async (page: Page) => {
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
};
/** Pictures of the journey, where somebody wants to look at it. */
const shots = process.env['SHOTS'];
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

for (const width of [1440, 390]) {
  test(`${width} px: the administrator shapes rules and sees whom they would remind`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const admin = await context.newPage();
    await signIn(admin, 'admin');
    await admin.goto(`${product.url}/reminder-rules`);
    await expect(admin.getByRole('heading', { name: '响应与久未联系' })).toBeVisible();
    await expect(admin.locator('ui-loading')).toHaveCount(0);
    await isSound(admin);
    await shoot(admin, `rules-${width}`);

    await admin.getByRole('link', { name: /首报保护即将到期/ }).click();
    const ladder = admin.locator('crm-ladder-editor > ol > li');
    await expect(ladder.nth(0)).toBeVisible();
    // Whatever an earlier run of this has left there.
    for (let left = await ladder.count(); left > 1; left -= 1) {
      await admin.getByRole('button', { name: `移除 · 第 ${left} 级` }).click();
      await expect(ladder).toHaveCount(left - 1);
    }
    const stepIds = () =>
      admin.evaluate(async () => {
        const answer = await fetch(`/api/v1${location.pathname}`);
        return ((await answer.json()).steps as { id: string }[]).map(({ id }) => id);
      });
    const [firstId] = await stepIds();
    const count = await ladder.nth(0).getByLabel('数量').inputValue();
    await ladder
      .nth(0)
      .getByLabel('数量')
      .fill(String(Number(count) + 2));
    await expect(ladder.nth(0)).toContainText(`提前 ${Number(count) + 2} 天`);
    await admin.getByRole('button', { name: '增加一级' }).click();
    await expect(ladder).toHaveCount(2);
    await ladder.nth(1).getByLabel('部门负责人').check();
    await admin.getByRole('button', { name: '上移 · 第 2 级' }).click();
    await admin.getByRole('button', { name: '保存' }).click();
    await expect(ladder.nth(1)).toContainText('这一级早于上一级');
    await expect(admin.getByText('改正标出的内容后显示预览')).toBeVisible();
    await isSound(admin);
    await admin.getByRole('button', { name: '下移 · 第 1 级' }).click();
    await expect(admin.getByText(/已查看 \d+ 条记录/)).toBeVisible();
    await shoot(admin, `rule-${width}`);
    await admin.getByRole('button', { name: '保存' }).click();
    await expect(admin.getByText('规则已保存')).toBeVisible();
    await expect(admin.getByRole('heading', { name: '修改记录' }).locator('..')).toContainText(
      `提前 ${Number(count) + 2} 天`,
    );
    // The step moved about is the same, and the new one stays itself when the page goes on from it.
    const saved = await stepIds();
    expect([saved.length, saved[0]]).toEqual([2, firstId]);
    await ladder.nth(1).getByLabel('代理人').check();
    const again = admin.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await admin.getByRole('button', { name: '保存' }).click();
    expect((await again).status()).toBe(200);
    expect(await stepIds()).toEqual(saved);

    await admin.goto(`${product.url}/reminder-rules/new`);
    await admin.getByLabel('监控什么').selectOption('deal.quiet');
    await admin.getByLabel('中文名称').fill('谈判项目每周联系');
    await admin.getByLabel('英文名称').fill('Negotiations weekly');
    await admin.getByRole('group', { name: '阶段' }).getByText('洽谈').click();
    await admin.getByRole('button', { name: '保存' }).click();
    await expect(admin.getByRole('heading', { name: '谈判项目每周联系' })).toBeVisible();
    await admin.getByRole('button', { name: '删除规则' }).click();
    await admin.locator('.ant-modal-confirm').getByRole('button', { name: '删除规则' }).click();
    await expect(admin.getByRole('heading', { name: '提醒规则', exact: true })).toBeVisible();
    await expect(admin.getByText('谈判项目每周联系')).toHaveCount(0);

    await admin.getByRole('button', { name: '修改设置' }).click();
    await admin.locator('#small-foldFrom').fill('4');
    await admin.locator('dialog').getByRole('button', { name: '保存' }).click();
    await expect(admin.getByText('到期 4 封及以上')).toBeVisible();
    await context.close();
  });

  test(`${width} px: the administrator sees that mails go out, and a reader why they were reminded`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const admin = await context.newPage();
    await signIn(admin, 'admin');
    await admin.goto(`${product.url}/delivery`);
    await expect(admin.locator('.verdict h2')).toBeVisible();
    await expect(admin.locator('ui-loading')).toHaveCount(0);
    await isSound(admin);
    await shoot(admin, `delivery-${width}`);

    const desk = await browser.newContext({ viewport: { width, height: 900 } });
    const officer = await desk.newPage();
    await signIn(officer, 'officer.med');
    await officer.goto(`${product.url}/reminder-rules`);
    await officer.getByRole('link', { name: /跟进事项到期/ }).click();
    await expect(officer.getByText('规则由系统管理员维护')).toBeVisible();
    expect(await axe(officer)).toEqual([]);
    const lead = await officer.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/leads?status=contacted&limit=1')).json();
      return items[0].id as string;
    });
    await officer.goto(`${product.url}/leads/${lead}`);
    const panel = officer.locator('crm-trace-panel');
    await panel.getByText('提醒轨迹').click();
    await expect(panel).toContainText('规则“线索久未联系”');
    await expect(panel).toContainText('目前没有需要提醒的事由');
    await isSound(officer);
    await shoot(officer, `lead-trace-${width}`);
    const task = await officer.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/follow-ups?status=open&limit=1')).json();
      return items[0].id as string;
    });
    await officer.goto(`${product.url}/reminder-trace/${task}`);
    await expect(officer.locator('crm-trace')).toContainText('规则“跟进事项到期”');
    await isSound(officer);
    await shoot(officer, `trace-${width}`);
    await desk.close();
    await context.close();
  });
}
