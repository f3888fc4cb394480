import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

const settled = async (page: Page) => {
  await expect(page.locator('[data-part=funnel] tbody tr')).toHaveCount(12);
  await expect(page.locator('.body')).toHaveAttribute('aria-busy', 'false');
};

/** Every number on the page that opens a list, with how many records that list has. */
const opened = (page: Page) =>
  page.evaluate(async () => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('crm-figure a, crm-cockpit-figure a')];
    return Promise.all(
      links.map(async ({ href, textContent }) => {
        const { pathname, searchParams: address } = new URL(href);
        // What only the page is told.
        address.delete('tab');
        const answer = await fetch(`/api/v1${pathname}?${address}&limit=1`);
        const listed = (await answer.json()).total as number;
        return { href, shown: Number((textContent ?? '').replaceAll(',', '')), listed };
      }),
    );
  });

/** Nothing has to be scrolled, and no text is cut off. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const boxes = document.querySelectorAll<HTMLElement>('crm-wall-page main, crm-wall-page .tile, crm-wall-page ul');
    const cut = [...boxes].filter((each) => each.scrollHeight > each.clientHeight + 2);
    return [
      scrollWidth - innerWidth,
      scrollHeight - innerHeight,
      cut.map(({ className, tagName }) => `${tagName}.${className}`),
    ];
  });

for (const width of [1440, 390])
  test(`${width} px: a leader reads the cockpit on Monday morning, and every number opens`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'leader');
    if (width === 390) await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('link', { name: '驾驶舱' }).filter({ visible: true }).click();
    await settled(page);
    await expect(page.getByText(/超过标准的 1.5 倍为红/)).toBeVisible();
    await expect(page.getByText(/统计于.*计日/)).toBeVisible();
    const figures = await opened(page);
    expect(figures.filter(({ shown, listed }) => shown !== listed)).toEqual([]);
    expect(figures.length).toBeGreaterThan(40);
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    const red = page.locator('[data-part=standing] tfoot [data-light=red] a');
    const count = Number(await red.textContent());
    await red.click();
    await expect(page.locator('h1')).toHaveText('在推进的项目,红灯');
    const rows = page.locator('tbody tr');
    await expect(rows).toHaveCount(Math.min(count, 50));
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    // Narrowed to one by its code, under an address that can be passed on, and back to all that the number counts.
    expect(count).toBeGreaterThan(1);
    const counted = page.locator('ui-page-header').getByRole('status');
    await expect(counted).toContainText(String(count));
    const code = (await rows.first().locator('td.head p').innerText()).trim();
    await page.locator('crm-row-filters').getByRole('searchbox').fill(code);
    await expect(rows).toHaveCount(1);
    await expect(page).toHaveURL(new RegExp(`light=red.*q=${code}`));
    await page.reload();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(code);
    await expect(counted).toContainText('1');
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.locator('crm-row-filters').getByRole('searchbox').fill('');
    await expect(rows).toHaveCount(Math.min(count, 50));
    if (width === 1440) {
      await page.goto(`${page.url()}&ofRegion=KR`);
      await expect(counted).not.toContainText(String(count));
      await page.getByRole('button', { name: '清除筛选' }).click();
      await expect(rows).toHaveCount(Math.min(count, 50));
    }
    await page.getByRole('link', { name: '返回驾驶舱' }).first().click();
    await settled(page);

    // One department of all, which the lists keep.
    const answer = page.waitForResponse((response) => response.url().includes('/cockpit?department='));
    await page.getByRole('combobox', { name: '看哪个部门' }).selectOption({ index: 2 });
    await answer;
    await settled(page);
    const narrowed = await opened(page);
    expect(narrowed.filter(({ shown, listed }) => shown !== listed)).toEqual([]);
    expect(narrowed.every(({ href }) => href.includes('department='))).toBe(true);

    await page.addInitScript(() => localStorage.setItem('torch.language', 'en'));
    await page.goto(`${product.url}/cockpit`);
    await settled(page);
    await expect(page.getByRole('heading', { name: 'Where deals stall' })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await context.close();
  });

test('an officer sees the own business there, and makes no link for a wall', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'officer.med');
  await page.goto(`${product.url}/cockpit`);
  await settled(page);
  await expect(page.getByText('我的业务')).toBeVisible();
  await expect(page.getByRole('link', { name: '大屏链接' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: '看哪个部门' })).toHaveCount(0);
  // The leads behind a number of the funnel lead back to where they were opened.
  await page.locator('[data-part=funnel] [data-step=created] a').first().click();
  // What is chosen at the head of the list is planned for all at once, from the foot of the window.
  const choice = page.locator('tbody input[type=checkbox]');
  await expect(choice.first()).toBeVisible();
  await page.getByRole('checkbox', { name: '全选本页所列' }).check();
  const bar = page.locator('crm-plan-follow-ups');
  await expect(bar).toContainText(`已选 ${await choice.count()} 条线索`);
  await expect(bar.getByRole('button', { name: '批量安排跟进' })).toBeInViewport({ ratio: 1 });
  expect(await axe(page)).toEqual([]);
  await bar.getByRole('button', { name: '批量安排跟进' }).click();
  const form = page.locator('dialog[open]');
  await form.getByLabel('要做什么').fill('确认近况');
  // A mistyped year would make all of them overdue from the start.
  await form.locator('#follow-up-due').fill('2020-01-01T09:00');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByText('这个时间已经过去')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await form.getByRole('button', { name: '明天 09:00' }).click();
  await expect(form.getByText('这个时间已经过去')).toHaveCount(0);
  // Two of them are refused, as by somebody who put them into the pool just now.
  const asked: string[][] = [];
  await page.route('**/api/v1/follow-ups/for-leads', async (route) => {
    const { leadIds, ...facts } = route.request().postDataJSON() as { leadIds: string[] };
    asked.push(leadIds);
    if (asked.length > 1) return route.continue();
    const answer = await route.fetch({ postData: { ...facts, leadIds: leadIds.slice(2) } });
    const { items } = (await answer.json()) as { items: object[] };
    const errors = [{ path: 'leadId', code: 'pooled', message: 'in the pool' }];
    const refused = leadIds.slice(0, 2).map((leadId) => ({ leadId, ok: false, errors }));
    return route.fulfill({ response: answer, json: { items: [...refused, ...items] } });
  });
  await form.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText(/已安排 \d+ 项跟进/)).toBeVisible();
  // All that got nothing are told, whatever is planned next, and can be tried again, they alone.
  await expect(bar).toContainText('2 条线索未能安排跟进');
  await expect(bar.locator('li')).toHaveText([/线索在公海中/, /线索在公海中/]);
  await choice.nth(2).check();
  await expect(bar).toContainText('已选 1 条线索');
  await expect(bar).toContainText('2 条线索未能安排跟进');
  expect(await axe(page)).toEqual([]);
  await bar.getByRole('button', { name: '再为这 2 条安排' }).click();
  await expect(form).toContainText('为所选 2 条线索各建一项跟进');
  await form.getByLabel('要做什么').fill('确认近况');
  await form.getByRole('button', { name: '明天 09:00' }).click();
  await form.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已安排 2 项跟进')).toBeVisible();
  await expect(bar).not.toContainText('未能安排跟进');
  expect(asked[1]).toEqual(asked[0]?.slice(0, 2));
  await page.getByRole('link', { name: '返回驾驶舱' }).first().click();
  await settled(page);
  await context.close();
});

test('a head puts figures on a wall: shown once, refreshed by itself, honest when the server is away, over when revoked', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  await page.goto(`${product.url}/cockpit`);
  await page.getByRole('link', { name: '大屏链接' }).click();
  await page.getByRole('button', { name: '新建链接' }).click();
  await page.getByLabel('名称').fill('三楼会议室');
  expect(await axe(page)).toEqual([]);
  await page.locator('dialog[open]').getByRole('button', { name: '新建链接' }).click();
  const address = await page.locator('code').innerText();
  await expect(page.getByRole('row').filter({ hasText: '三楼会议室' })).toContainText('有效');
  expect(await axe(page)).toEqual([]);

  const hall = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const screen = await hall.newPage();
  await screen.clock.install();
  // The product may be asked under another address than it calls its own.
  await screen.goto(`${product.url}${new URL(address).pathname}`);
  await expect(screen.locator('.funnel tbody tr')).toHaveCount(12);
  await expect(screen.getByText('三楼会议室')).toBeVisible();
  expect(await axe(screen)).toEqual([]);
  expect(await overflow(screen)).toEqual([0, 0, []]);
  await screen.setViewportSize({ width: 3840, height: 2160 });
  expect(await overflow(screen)).toEqual([0, 0, []]);
  // English names are longer, and nobody can point at them to read their ends.
  await screen.setViewportSize({ width: 1920, height: 1080 });
  await screen.evaluate(() => localStorage.setItem('torch.language', 'en'));
  await screen.reload();
  await expect(screen.getByText('Planned next week')).toBeVisible();
  expect(await overflow(screen)).toEqual([0, 0, []]);
  const cut = () =>
    [...document.querySelectorAll<HTMLElement>('crm-wall-page .tile :not(.visually-hidden)')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent);
  expect(await screen.evaluate(cut)).toEqual([]);
  // On a phone too, with the bars.
  await screen.setViewportSize({ width: 390, height: 844 });
  expect(await screen.evaluate(cut)).toEqual([]);
  expect(await sideways(screen)).toBeLessThanOrEqual(0);
  expect((await screen.locator('.funnel .bars').first().boundingBox())?.width).toBeGreaterThan(40);
  await screen.setViewportSize({ width: 1920, height: 1080 });
  await screen.evaluate(() => localStorage.removeItem('torch.language'));
  await screen.reload();
  await expect(screen.getByText('三楼会议室')).toBeVisible();

  const again = screen.waitForResponse((response) => response.url().includes('/api/v1/wall/'));
  await screen.clock.fastForward(61_000);
  expect((await again).status()).toBe(200);
  await screen.route('**/api/v1/wall/**', (route) => route.abort());
  await screen.clock.fastForward(61_000);
  await expect(screen.getByText(/服务器暂时连不上,显示的是/)).toBeVisible();
  await expect(screen.locator('.funnel tbody tr')).toHaveCount(12);
  await screen.unroute('**/api/v1/wall/**');
  await screen.clock.fastForward(61_000);
  await expect(screen.getByText(/^更新于/)).toBeVisible();

  await page.reload();
  await expect(page.locator('code')).toHaveCount(0);
  await page.getByRole('row').filter({ hasText: '三楼会议室' }).getByRole('button', { name: '收回' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(page.getByRole('row').filter({ hasText: '三楼会议室' })).toContainText('已收回');
  await screen.clock.fastForward(61_000);
  await expect(screen.getByRole('heading', { name: '这个大屏链接已失效' })).toBeVisible();
  await hall.close();
  await context.close();
});
