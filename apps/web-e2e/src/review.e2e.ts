import { axe } from '../support/look';
import { expect, test } from '../support/product';

test('an offer waits for somebody else’s judgement, a veto stops the deal, and a department sees its assignment alone', async ({
  browser,
  product,
  signIn,
}) => {
  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const head = await desk.newPage();
  await signIn(head, 'head.med');
  const deal = await head.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/deals?stage=site_visit&limit=1')).json();
    return items[0] as { id: string; code: string; title: string };
  });
  await head.goto(`${product.url}/deals/${deal.id}?part=review`);

  await head.getByRole('button', { name: '添加优惠条件' }).click();
  await head.getByRole('button', { name: '保存' }).click();
  await expect(head.locator('dialog').getByText('请填写此项。').first()).toBeVisible();
  await head.locator('#small-kind').selectOption('rent');
  await head.locator('#small-what').fill('租金前两年减半');
  await head.locator('#small-amount').fill('2,000,000');
  await head.locator('#small-legalBasis').fill('标准厂房管理办法第九条');
  expect(await axe(head)).toEqual([]);
  await head.getByRole('button', { name: '保存' }).click();
  const offer = head.locator('crm-offer-panel li', { hasText: '租金前两年减半' });
  await expect(offer).toContainText('2,000,000 CNY');
  await offer.getByRole('button', { name: '提交审查' }).click();
  await expect(offer).toContainText('审查中');
  await expect(offer.getByRole('button', { name: '公平竞争审查' })).toHaveCount(0);

  await head.getByRole('button', { name: '填写我的评分' }).click();
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByText('请为每个指标填写 0 到 100 的整数')).toBeVisible();
  for (const field of await head.locator('dialog input[inputmode=numeric]').all()) await field.fill('85');
  await head.getByLabel('安全生产:单项否决').check();
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByText('请写明每项单项否决的理由')).toBeVisible();
  await head.getByLabel('安全生产:否决理由').fill('与居民区距离不足');
  expect(await axe(head)).toEqual([]);
  // The card is saved, but its answer is lost: what is changed then is a second judgement, which needs its reason.
  await head.route('**/scorecards', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch();
    await route.abort();
  });
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByRole('alert').filter({ hasText: '网络不通' })).toBeFocused();
  await head.unroute('**/scorecards');
  await head.getByLabel('评审意见').fill('待补充安全评估');
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByText('您先前的评分已经提交成功')).toBeVisible();
  await expect(head.getByLabel('重新评分的理由')).toBeFocused();
  expect(await axe(head)).toEqual([]);
  await head.getByLabel('重新评分的理由').fill('补充评审意见');
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByText('第 2 次评分:补充评审意见')).toBeVisible();
  await expect(head.getByText('单项否决:安全生产')).toBeVisible();

  await head.getByRole('button', { name: '重新评分' }).click();
  await head.getByLabel('安全生产:单项否决').uncheck();
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByText('请写明重新评分的理由')).toBeVisible();
  await head.getByLabel('重新评分的理由').fill('安全评估报告已补充');
  await head.getByRole('button', { name: '提交评分' }).click();
  await expect(head.getByText('第 3 次评分:安全评估报告已补充')).toBeVisible();
  await expect(head.getByText('单项否决:安全生产')).toHaveCount(0);

  await head.getByRole('button', { name: '交办给其他部门' }).click();
  await head.locator('#small-departmentId').selectOption({ label: '规划建设局' });
  await head.locator('#small-title').fill('核对消防间距');
  await head.locator('#small-what').fill('请核对备选地块的消防间距。');
  await head.locator('#small-dueOn').fill('2030-03-01');
  await head.getByRole('button', { name: '保存' }).click();
  await expect(head.locator('crm-assignment-panel li', { hasText: '核对消防间距' })).toContainText('待签收');
  expect(await axe(head)).toEqual([]);
  await desk.close();

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const collaborator = await phone.newPage();
  await signIn(collaborator, 'collaborator');
  await collaborator.waitForURL(/assignments/);
  const task = collaborator.locator('li', { hasText: '核对消防间距' });
  await expect(task).not.toContainText(deal.code);
  await task.getByRole('button', { name: '签收' }).click();
  await task.getByRole('button', { name: '答复' }).click();
  await collaborator.locator('#small-answer').fill('间距满足要求。');
  await collaborator.getByRole('button', { name: '保存' }).click();
  await expect(task).toContainText('答复:间距满足要求。');
  expect(await axe(collaborator)).toEqual([]);
  expect(await collaborator.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await collaborator.goto(`${product.url}/deals/${deal.id}`);
  await expect(collaborator.locator('main')).not.toContainText(deal.title);
  await phone.close();
});
