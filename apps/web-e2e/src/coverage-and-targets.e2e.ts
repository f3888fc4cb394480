import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

const clean = async (page: Page) => {
  expect(await axe(page, { except: null })).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
};
const settled = async (page: Page) => expect(page.locator('.results')).toHaveAttribute('aria-busy', 'false');

/** Every link of the matrix with its number, and how many records its list has. */
const opened = (page: Page) =>
  page.evaluate(async () => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.matrix a[data-kind]')];
    return Promise.all(
      links.map(async (link) => {
        const answer = await fetch(`/api/v1/coverage/records${new URL(link.href).search}&limit=1`);
        const shown = Number(/(\d+)$/.exec((link.textContent ?? '').replaceAll(',', '').trim())?.[1]);
        return { address: link.href, shown, listed: (await answer.json()).total as number };
      }),
    );
  });

test('a leader sees how the targets stand, and opens what is counted', async ({ browser, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  await signIn(page, 'leader');
  await page.locator('nav.side').getByRole('link', { name: '目标与进度' }).click();
  await settled(page);
  await expect(page.getByRole('heading', { name: '年度目标' })).toBeVisible();
  await expect(page.getByText(/数据截至 .*按.*计日/)).toBeVisible();
  const signed = page.locator('li[data-target=signed]').first();
  await expect(signed.getByRole('img')).toHaveAttribute('aria-label', /已完成 [\d.]+%,按时序应完成 [\d.]+%/);
  await clean(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '表格 CSV' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^目标与进度-\d{4}\.csv$/);

  // What is done is as many records as it says.
  const figure = signed.locator('[data-figure=done]');
  const count = Number((await figure.textContent())?.replaceAll(',', ''));
  expect(count).toBeGreaterThan(0);
  await figure.click();
  await expect(page.locator('.records tbody tr')).toHaveCount(Math.min(count, 50));
  await expect(page.getByText('以首次签约之日为准')).toBeVisible();
  await expect(page.getByText('设定')).toBeVisible();
  await clean(page);
  await page.locator('.records tbody a').first().click();
  await expect(page).toHaveURL(/\/deals\//);

  await page.goBack();
  await page.getByRole('link', { name: '返回目标与进度' }).click();
  await settled(page);
  // A growth of the plan without a base says why there is nothing to reckon.
  await page.getByRole('combobox', { name: '年度' }).selectOption('2025');
  await expect(page.getByText('没有给出基数').first()).toBeVisible();
  await clean(page);

  await context.close();
});

test('a leader finds the gaps that nobody works on, and every number of the matrix opens what it counts', async ({
  browser,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'leader');
  await page.locator('nav.side').getByRole('link', { name: '补链覆盖' }).click();
  await settled(page);
  await expect(page.getByText(/\d+ 个空白格/)).toBeVisible();
  await page.getByRole('combobox', { name: '产业集群' }).selectOption('EQP');
  await expect(page).toHaveURL(/cluster=EQP/);
  await settled(page);
  await expect(page.locator('tr.chain')).toHaveCount(1);
  await clean(page);
  const figures = await opened(page);
  expect(figures.length).toBeGreaterThan(20);
  expect(figures.filter(({ shown, listed }) => shown !== listed)).toEqual([]);
  await expect(page.locator('td.uncovered').first()).toContainText('空白');
  await page.getByRole('combobox', { name: '显示' }).selectOption('leads');
  await page.locator('tbody.sums a[data-kind=leads]').first().click();
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await expect(page.getByText(/在跟线索:全部缺口/)).toBeVisible();
  await clean(page);
  await context.close();
});

test('the number of blank gaps on the cockpit opens just these', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'leader');
  await page.goto(`${product.url}/cockpit`);
  const blanks = page.locator('tr[data-region=JP] a[data-kind=uncovered]');
  const count = Number(await blanks.textContent());
  expect(count).toBeGreaterThan(0);
  await blanks.click();
  await settled(page);
  await expect(page.getByText(`日本有 ${count} 个空白格`)).toBeVisible();
  await expect(page.locator('td.uncovered')).toHaveCount(count);
  await expect(page.locator('tr[data-node]')).toHaveCount(count);
  await clean(page);
  await page.getByRole('combobox', { name: '区域' }).selectOption('');
  await expect(page.locator('td.uncovered')).not.toHaveCount(count);
  await context.close();
});

test('on a phone, in English too', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem('torch.language', 'en'));
  await signIn(page, 'head');
  await page.goto(`${product.url}/targets`);
  await settled(page);
  await expect(page.getByText('The target covers more than you see').first()).toBeVisible();
  await clean(page);
  await page.locator('[data-figure=done]').first().click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await clean(page);
  await page.goto(`${product.url}/coverage?chain=CFC`);
  await settled(page);
  await clean(page);
  // The name of a gap stays in sight however far the matrix is scrolled.
  const before = await page.locator('tr[data-node] th').first().boundingBox();
  await page.locator('.matrix').evaluate((box) => box.scrollTo(400, 0));
  expect((await page.locator('tr[data-node] th').first().boundingBox())?.x).toBe(before?.x);
  await context.close();
});

test('the administrator sets a target, changes it, and what was changed stays to be read', async ({
  browser,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'admin');
  await page.locator('nav.side').getByRole('link', { name: '目标与进度' }).click();
  await settled(page);
  await expect(page.getByText('管理员看不到业务记录').first()).toBeVisible();
  await page.getByRole('button', { name: '新增目标' }).click();
  const form = page.locator('dialog[open]');
  await form.getByLabel('指标').selectOption('byHand');
  await form.getByLabel('中文名称').fill('园区税收');
  await form.getByLabel('英文名称').fill('Tax of the park');
  await form.getByLabel('目标值').fill('100');
  await form.getByLabel('中文单位').fill('亿元');
  await clean(page);
  await form.getByRole('button', { name: '保存' }).click();
  const card = page.locator('li.card', { hasText: '园区税收' });
  await expect(card).toContainText('还没有填报数');
  await card.getByRole('button', { name: '修改' }).click();
  await form.getByLabel('目标值').fill('120');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(card).toContainText('120 亿元');
  await card.getByRole('link', { name: '园区税收' }).click();
  const history = page.locator('section', { has: page.getByRole('heading', { name: '修改记录' }) });
  await expect(history.locator('del').first()).toHaveText('100');
  await expect(history.locator('ins').first()).toHaveText('120');
  await context.close();
});
