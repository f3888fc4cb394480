import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

for (const width of [1440, 390])
  test(`the administrator corrects a calendar, which everybody then works by, ${width} px`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'admin');
    await page.goto(`${product.url}/calendars`);
    await expect(page.getByRole('note')).toContainText('尚未公布');
    await page.getByLabel('国家或地区').selectOption({ label: '韩国' });
    await expect(page).toHaveURL(/country=KR/);
    const year = await page.getByLabel('年份').inputValue();
    await expect(page.getByText('春节(韩国)')).toHaveCount(3);
    await expect(page.getByRole('note')).toHaveCount(0);

    // A day more.
    await page.getByRole('button', { name: '添加日期' }).click();
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.locator('dialog').getByText('请填写此项。').first()).toBeVisible();
    await page.locator('#small-fromOn').fill(`${year}-05-04`);
    await page.locator('#small-toOn').fill(`${year}-05-06`);
    await page.locator('#small-name').fill('临时公休');
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: '保存' }).click();
    const added = page.locator(`[data-day="${year}-05-04"]`);
    await expect(added).toContainText('放假');
    await expect(added).toContainText('临时公休 · 自行设置');

    await expect(page.getByText('临时公休 · 自行设置')).toHaveCount(3);

    // The same day again: what stands there is not written over.
    await page.getByRole('button', { name: '添加日期' }).click();
    await page.locator('#small-fromOn').fill(`${year}-05-04`);
    await page.locator('#small-name').fill('再次添加');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.locator('dialog')).toContainText('请在列表中修改');
    await page.locator('dialog').getByRole('button', { name: '取消' }).last().click();

    // A holiday is worked after all, and given back.
    const national = page.locator(`[data-day="${year}-10-03"]`);
    await national.getByRole('button', { name: /^调整/ }).click();
    await expect(page.locator('#small-kind')).toHaveValue('workday');
    await page.locator('#small-name').fill('展会值班');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(national).toContainText('上班');
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
    const others = ['05-05', '05-06'].map((day) => page.locator(`[data-day="${year}-${day}"]`));
    for (const day of [added, national, ...others]) {
      await day.getByRole('button', { name: /^恢复默认/ }).click();
      await page.locator('.ant-modal').getByRole('button', { name: '恢复默认' }).click();
      await expect(page.locator('.ant-modal')).toHaveCount(0);
      await expect(day.getByText('自行设置')).toHaveCount(0);
    }
    await expect(added).toHaveCount(0);
    await expect(national).toContainText('开天节');
    await context.close();
  });

test('an officer sets hours and deputy, and enters an absence, which the head sees; the phone shows it whole', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'officer.jp');
  await page.goto(`${product.url}/account`);
  await expect(page.locator('#country')).toHaveValue('JP');
  await page.locator('#timeZone').selectOption('Europe/Paris');
  await expect(page.locator('#country')).toHaveValue('FR');
  await page.locator('#timeZone').selectOption('Asia/Tokyo');
  await page.locator('#deputy').selectOption({ label: '日本招商组负责人 · 日本招商组' });
  await page.locator('#morning').fill('08:30');
  await page.locator('#quiet-from').fill('20:00');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.locator('#quiet-to')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('#quiet-to').fill('06:30');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('#morning')).toHaveValue('08:30');
  await expect(page.locator('#deputy')).not.toHaveValue('');

  await page.getByRole('button', { name: '登记休假' }).click();
  await expect(page.locator('#small-deputyId')).not.toHaveValue('');
  await page.locator('#small-fromOn').fill('2031-03-10');
  await page.locator('#small-toOn').fill('2031-03-07');
  await page.locator('dialog').getByRole('button', { name: '保存' }).click();
  await expect(page.locator('dialog')).toContainText('结束日期不能早于开始日期。');
  await page.locator('#small-toOn').fill('2031-03-14');
  expect(await axe(page)).toEqual([]);
  await page.locator('dialog').getByRole('button', { name: '保存' }).click();
  const absence = page.locator('crm-absence-panel li', { hasText: '2031' });
  await expect(absence).toContainText('由 日本招商组负责人 代理');
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);
  await context.close();

  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const head = await desk.newPage();
  await signIn(head, 'head.jp');
  await head.goto(`${product.url}/account`);
  const seen = head.locator('crm-absence-panel li', { hasText: '日本招商组专员' });
  await expect(seen).toContainText('2031');
  await head.getByRole('button', { name: '登记休假' }).click();
  // Who stands in for somebody cannot go in the same days.
  await head.locator('#small-deputyId').selectOption({ label: '日本招商组专员 · 日本招商组' });
  await head.locator('#small-fromOn').fill('2031-03-14');
  await head.locator('#small-toOn').fill('2031-03-20');
  await head.locator('dialog').getByRole('button', { name: '保存' }).click();
  await expect(head.locator('dialog')).toContainText('这段时间正在代理他人的工作');
  await head.locator('dialog').getByRole('button', { name: '取消' }).last().click();
  await seen.getByRole('button', { name: /^删除/ }).click();
  await head.locator('.ant-modal').getByRole('button', { name: '删除' }).click();
  await expect(seen).toHaveCount(0);
  await desk.close();
});
