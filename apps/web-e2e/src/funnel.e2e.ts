import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

/** The answer to what was last asked stands on the page. */
const settled = async (page: Page) => {
  await expect(page.locator('.results')).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('crm-funnel-table tbody tr')).toHaveCount(12);
};

/** Does what asks another question, and waits for its answer. */
async function ask(page: Page, act: () => Promise<unknown>): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().includes('/api/v1/funnel?'));
  await act();
  await answer;
  await settled(page);
}

/** Every number on the page that opens a list, with how many leads that list has. */
const opened = (page: Page) =>
  page.evaluate(async () => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('crm-count-link a')];
    const figures = links.flatMap((link) => {
      const text = (link.textContent ?? '').trim().replaceAll(',', '');
      const { pathname, searchParams: address } = new URL(link.href);
      // What only the page is told.
      for (const name of ['compare', 'left', 'right', 'period', 'tab', 'over', 'unit', 'steps']) address.delete(name);
      const isCount = /^\d+$/.test(text) && !link.closest('.amount');
      return isCount ? [{ address: `${pathname}?${address}`, shown: Number(text) }] : [];
    });
    return Promise.all(
      figures.map(async (figure) => {
        const answer = await fetch(`/api/v1${figure.address}&limit=1`);
        return { ...figure, listed: (await answer.json()).total as number };
      }),
    );
  });

async function follows(page: Page): Promise<number> {
  const figures = await opened(page);
  expect(figures.filter(({ shown, listed }) => shown !== listed)).toEqual([]);
  return figures.length;
}

/** Clicks a number, and finds as many leads, a sentence that says what they are, and the way back to the same question. */
async function lists(page: Page, figure: string, saying: string | RegExp): Promise<void> {
  const link = page.locator(`${figure} a`).first();
  const count = Number((await link.textContent())?.replaceAll(',', ''));
  const before = new URL(page.url()).search;
  await link.click();
  await expect(page.locator('crm-records-page h1')).toContainText(saying);
  await expect(page.getByText(`共 ${count} 条`)).toBeVisible();
  await expect(page.locator('crm-records-table tbody tr')).toHaveCount(Math.min(count, 50));
  await ask(page, () => page.getByRole('link', { name: '返回漏斗' }).first().click());
  const [asked, again] = [new URLSearchParams(before), new URL(page.url()).searchParams];
  for (const [name, value] of asked) expect(again.get(name)).toBe(value);
}

/** Goes through the parts of the chart by the keyboard: each is told, and Escape leaves. */
async function byKeys(page: Page): Promise<void> {
  const [frame, told] = [page.locator('crm-chart .frame').first(), page.locator('crm-chart .told').first()];
  await frame.focus();
  await page.keyboard.press('ArrowDown');
  await expect(told).toHaveText(/\d/);
  const first = await told.textContent();
  await page.keyboard.press('End');
  await expect(told).toHaveText(/\d/);
  await expect(told).not.toHaveText(first ?? '');
  await page.keyboard.press('Home');
  await expect(told).toHaveText(first ?? '');
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(frame).not.toBeFocused();
  await expect(told).toHaveText('方向键逐项查看,回车打开清单,Esc 退出。');
}

/** Goes through the other pages of the funnel, with the period as it stands: each is fit to be read, and its numbers open. */
async function otherPages(page: Page): Promise<number> {
  let checked = 0;
  for (const [name, path, record] of [
    ['流向', 'flow', '[data-source=created] [data-target=contacted] a'],
    ['趋势', 'trend', '[data-step=created] a'],
    ['停留', 'stays', '[data-step=converted] a'],
    ['来源', 'origin', '[data-region=KR] a'],
  ] as const) {
    await page.locator('crm-funnel-tabs').getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/funnel/${path}\\?.*from=1900-01-01`));
    await expect(page.locator('.results')).toHaveAttribute('aria-busy', 'false');
    await expect(page.locator('crm-chart [role=img]')).toHaveAttribute('aria-label', new RegExp(`.+\\d`));
    await expect(page.locator('crm-chart svg').first()).toBeVisible();
    await byKeys(page);
    expect(await axe(page), path).toEqual([]);
    expect(await sideways(page), path).toBeLessThanOrEqual(0);
    checked += await follows(page);
    const link = page.locator(`tbody ${record}`).first();
    const count = Number((await link.textContent())?.replaceAll(',', ''));
    const before = new URL(page.url()).searchParams;
    await link.click();
    await expect(page.getByText(`共 ${count} 条`)).toBeVisible();
    await expect(page.locator('crm-records-table tbody tr')).toHaveCount(Math.min(count, 50));
    expect(await axe(page), `${path} records`).toEqual([]);
    await page.getByRole('link', { name: '返回漏斗' }).first().click();
    await expect(page).toHaveURL(new RegExp(`/funnel/${path}\\?`));
    expect(new URL(page.url()).searchParams.get('from')).toBe(before.get('from'));
  }
  return checked;
}

const textOf = async (file: Download) => readFile(await file.path(), 'utf8');

test('a leader asks for a cohort, breaks it down, and every number opens what it counts', async ({
  browser,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'leader');
  await page.locator('nav.side').getByRole('link', { name: '转化漏斗' }).click();
  await settled(page);
  await expect(page.getByText('每条线索只计一次')).toBeVisible();
  await expect(page.getByText(/数据截至 .*按.*计日,统计于/)).toBeVisible();
  await expect(page.getByText(/超期标准.*洽谈 \d+ 天/)).toBeVisible();
  await expect(page.locator('crm-chart [role=img]')).toHaveAttribute('aria-label', /同批新建.*新建线索 \d+/);
  expect(await axe(page)).toEqual([]);

  let checked = 0;
  await ask(page, () => choice(page, '时段').selectOption('all'));
  await expect(page).toHaveURL(/from=1900-01-01/);
  checked += await follows(page);
  await lists(page, '[data-step=signed] [data-part=reached]', '到达“签约”的线索');
  const lost = page.locator('crm-funnel-table li[data-reason]').first();
  const reason = (await lost.locator('.soft').textContent()) ?? '';
  await lists(page, `crm-funnel-table li[data-reason="${await lost.getAttribute('data-reason')}"]`, reason);

  await ask(page, () => choice(page, '分组').selectOption('region'));
  const group = page.locator('crm-funnel-groups tbody tr').first();
  checked += await follows(page);
  await lists(
    page,
    `crm-funnel-groups [data-group="${await group.getAttribute('data-group')}"] [data-step=contacted]`,
    `区域为“${await group.locator('th').textContent()}”`,
  );
  expect(await axe(page)).toEqual([]);
  // Leads without a value are a group too, which opens like any other.
  await ask(page, () => choice(page, '分组').selectOption('anchor'));
  await lists(page, 'crm-funnel-groups [data-group=""] [data-step=created]', '关联龙头企业为“未填”');
  expect(checked).toBeGreaterThan(100);
  await context.close();
});

test('moves into each step beside those of last year, and where everything stood a month ago', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'leader');
  await page.goto(`${product.url}/funnel`);
  await settled(page);

  let checked = 0;
  await ask(page, () => page.getByRole('button', { name: '当期进入' }).click());
  await ask(page, () => choice(page, '分组').selectOption('month'));
  await expect(page).toHaveURL(/view=entered/);
  checked += await follows(page);
  await ask(page, () => choice(page, '对比').selectOption('lastYear'));
  await expect(page.locator('crm-funnel-compare tbody tr')).toHaveCount(12);
  checked += await follows(page);
  expect(await axe(page)).toEqual([]);
  await ask(page, () => page.getByRole('button', { name: '时点存量' }).click());
  await ask(page, () => choice(page, '时点').selectOption('monthEnd'));
  checked += await follows(page);
  await lists(page, 'crm-funnel-table [data-step=created] [data-part=reached]', /结束时的线索中/);
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  expect(checked).toBeGreaterThan(100);
  await context.close();
});

test('a funnel is passed on as an address, a table and a picture', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  await page.goto(`${product.url}/funnel?view=entered&groupBy=owner&compare=lastYear`);
  await settled(page);
  await expect(page.locator('crm-funnel-compare tbody tr')).toHaveCount(12);
  // The heat map below has its own.
  const files = page.getByRole('group', { name: '导出', exact: true });
  const saving = page.waitForEvent('download');
  await files.getByRole('button', { name: '表格 CSV' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^转化漏斗-当期进入-\d{4}-01-01_\d{4}-\d\d-\d\d\.csv$/);
  const text = await textOf(file);
  expect(text.startsWith('\uFEFF分组,环节,线索数,')).toBe(true);
  const signed = await page.locator('crm-funnel-table [data-step=signed] [data-part=reached]').textContent();
  expect(text).toContain(`\r\n合计,签约,${signed?.trim()},`);
  const drawing = page.waitForEvent('download');
  await files.getByRole('button', { name: '图片 SVG' }).click();
  const svg = await textOf(await drawing);
  expect(svg).toContain('签约');
  // Pasted elsewhere, it says what it is of.
  for (const text of ['转化漏斗 · 当期进入', '1月1日', '数据截至', '统计于']) expect(svg).toContain(text);
  const isWhole = (text: string) =>
    !new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror');
  expect(await page.evaluate(isWhole, svg)).toBe(true);
  const picture = page.waitForEvent('download');
  await files.getByRole('button', { name: '图片 PNG' }).click();
  expect((await readFile(await (await picture).path())).subarray(1, 4).toString()).toBe('PNG');

  // Passed on, the address asks the same again.
  const numbers = await page.locator('crm-funnel-table tbody').innerText();
  const second = await context.newPage();
  await second.goto(page.url());
  await settled(second);
  expect(await second.locator('crm-funnel-table tbody').innerText()).toBe(numbers);
  await expect(second.getByRole('button', { name: '当期进入' })).toHaveAttribute('aria-pressed', 'true');

  // Kept under a name, it is asked again with one click.
  const kept = new URL(page.url()).search;
  await page.getByRole('button', { name: '常用视图' }).click();
  await page.getByRole('button', { name: '保存当前视图' }).click();
  await page.getByLabel('名称').fill('我的当期进入');
  await page.getByLabel('与本部门共享').check();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.locator('[data-view="我的当期进入"]')).toContainText('已共享');
  expect(await axe(page)).toEqual([]);
  await page.goto(`${product.url}/funnel/trend`);
  await page.getByRole('button', { name: '常用视图' }).click();
  await page.getByRole('link', { name: '我的当期进入' }).click();
  await settled(page);
  expect([...new URL(page.url()).searchParams].sort()).toEqual([...new URLSearchParams(kept)].sort());

  // A part of the chart opens its leads as well.
  await second.locator('crm-chart svg path[fill="#1d5a8c"]').first().click();
  await expect(second).toHaveURL(/\/funnel\/records\?.*step=created&part=beyond/);
  // One that asks for nonsense asks for what is left of it.
  await second.goto(`${product.url}/funnel?view=weather&from=2026-02-30&cluster=%3C&groupBy=moon`);
  await settled(second);
  await expect(second.getByRole('button', { name: '同批新建' })).toHaveAttribute('aria-pressed', 'true');
  // The list of a figure that there is not is no other list.
  for (const [above, list] of [
    ['/funnel', '/funnel/records?step=zzz&part=reached'],
    ['/funnel/flow', '/funnel/flow/records?source=zzz'],
    ['/cockpit', '/cockpit/records?part=zzz'],
    ['/kpis', '/kpis/records?kpi=zzz'],
    ['/coverage', '/coverage/records?kind=zzz'],
  ]) {
    await second.goto(`${product.url}${list}`);
    await expect(second.getByRole('heading', { name: '没有这项统计' })).toBeVisible();
    expect(await axe(second)).toEqual([]);
    await second.getByRole('link', { name: '回到统计页面' }).click();
    await expect(second).toHaveURL(`${product.url}${above}`);
  }
  await second.goto(`${product.url}/targets?year=1999`);
  await expect(second).toHaveURL(`${product.url}/targets`);
  await context.close();
});

for (const width of [1440, 390])
  test(`${width} px: the months of a cohort as a heat map, whose cells open by mouse and keyboard`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true });
    const page = await context.newPage();
    await signIn(page, 'leader');
    await page.goto(`${product.url}/funnel?from=1900-01-01&groupBy=month`);
    await settled(page);
    const heat = page.locator('crm-funnel-heat');
    await expect(heat.locator('[role=img]')).toHaveAttribute('aria-label', /月份×环节热力图.*\d{4}-\d\d \d+/);
    await expect(heat.locator('svg').first()).toBeVisible();
    await byKeys(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    // The last row of the chart is that of the table, whichever was the first to be drawn.
    const row = page.locator('crm-funnel-groups tbody tr').last();
    const month = (await row.getAttribute('data-group')) ?? '';
    const count = Number(await row.locator('[data-step=created] a').first().textContent());
    const told = heat.locator('.told');
    await heat.locator('.frame').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect(told).toContainText(`${month} · `);
    for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowLeft');
    await expect(told).toHaveText(`${month} · 新建线索 · ${count} 条线索`);
    await expect(heat.locator('.frame .spot')).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/funnel/records\\?.*step=created&part=reached&group=${month}`));
    await expect(page.getByText(`共 ${count} 条`)).toBeVisible();
    await page.getByRole('link', { name: '返回漏斗' }).first().click();
    await settled(page);
    const names = await heat.locator('.names').boundingBox();
    await heat.locator('.names > span').last().scrollIntoViewIfNeeded();
    const name = await heat.locator('.names > span').last().boundingBox();
    await page.mouse.click((names?.x ?? 0) + (names?.width ?? 0) + 20, (name?.y ?? 0) + 8);
    await expect(page).toHaveURL(new RegExp(`step=created&part=reached&group=${month}`));
    await page.getByRole('link', { name: '返回漏斗' }).first().click();
    await settled(page);

    const files = page.getByRole('group', { name: '导出月份×环节热力图' });
    const save = async (name: string) => {
      const saving = page.waitForEvent('download');
      await files.getByRole('button', { name }).click();
      return saving;
    };
    const csv = await save('表格 CSV');
    expect(csv.suggestedFilename()).toMatch(/^转化漏斗-同批新建-月份×环节热力图-.*\.csv$/);
    expect(await textOf(csv)).toMatch(/^\uFEFF月份,新建线索 · 线索数,.*\r\n/);
    expect(await textOf(csv)).toContain(`\r\n${month},${count},`);
    const svg = await textOf(await save('图片 SVG'));
    for (const text of [month, '新建线索', '≤ 5%']) expect(svg).toContain(text);
    const png = await save('图片 PNG');
    expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe('PNG');
    await context.close();
  });

test('an officer reads the own funnel on a phone, in English too', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, acceptDownloads: true });
  const page = await context.newPage();
  await signIn(page, 'officer.med');
  await page.getByRole('button', { name: '更多' }).click();
  await ask(page, () => page.getByRole('link', { name: '转化漏斗' }).click());
  await ask(page, () => choice(page, '时段').selectOption('all'));
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  // Nobody else's: to whom one owner is all there is, nothing is broken down by owner.
  await expect(choice(page, '分组').locator('option[value=owner]')).toHaveCount(0);
  await lists(page, 'crm-funnel-table [data-step=created] [data-part=reached]', '新建的线索');
  await page.getByRole('button', { name: '筛选' }).click();
  await page.locator('dialog[open] label').first().click();
  await page.getByRole('button', { name: '查看结果' }).click();
  await expect(page).toHaveURL(/cluster=/);
  await page.goto(`${product.url}/funnel?from=1900-01-01`);
  await settled(page);
  await page.locator('crm-funnel-table [data-step=created] [data-part=reached] a').click();
  await expect(page.locator('crm-records-table tbody tr').first()).toBeVisible();
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  await page.addInitScript(() => localStorage.setItem('torch.language', 'en'));
  await page.goto(`${product.url}/funnel?from=1900-01-01&groupBy=channel&compare=previous`);
  await settled(page);
  await expect(page.getByText('There is nothing before “all time” to compare with.')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await context.close();
});

for (const [who, width] of [
  ['leader', 1440],
  ['officer.med', 390],
] as const)
  test(`flow, trend, time in stage and origin open what they count, at ${width} pixels`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 844 } });
    const page = await context.newPage();
    await signIn(page, who);
    await page.goto(`${product.url}/funnel?from=1900-01-01`);
    await settled(page);
    expect(await otherPages(page)).toBeGreaterThan(20);
    await context.close();
  });
