import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

/** Every number on the page that opens a list, with how many records that list has. */
const opened = (page: Page) =>
  page.evaluate(async () => {
    const figures = [...document.querySelectorAll<HTMLAnchorElement>('crm-count-link a')].map((link) => {
      const { pathname, search } = new URL(link.href);
      return {
        path: `/api/v1${pathname}${search}`,
        shown: Number((link.textContent ?? '').trim().replaceAll(',', '')),
      };
    });
    const listed: { path: string; shown: number; listed: number }[] = [];
    for (const figure of figures) {
      const answer = await fetch(`${figure.path}&limit=1`);
      listed.push({ ...figure, listed: (await answer.json()).total as number });
    }
    return listed;
  });

async function follows(page: Page): Promise<number> {
  const figures = await opened(page);
  expect(figures.filter(({ shown, listed }) => shown !== listed)).toEqual([]);
  return figures.length;
}

/** What was asked last stands on the page. */
const settled = (page: Page) => expect(page.locator('.results')).toHaveAttribute('aria-busy', 'false');

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const)
  test(`a leader reads the indicators and opens what they count, at ${width} px`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    await signIn(page, 'leader');
    await page.goto(`${product.url}/kpis?from=1900-01-01`);
    await settled(page);
    await expect(page.getByText('每个数字都写明公式、分子和分母')).toBeVisible();
    await expect(page.locator('[data-kpi=performanceRate]')).toContainText('已履约指');
    await expect(page.locator('[data-kpi=performanceRate] .value')).toContainText(/%|暂无结论/);
    expect(await follows(page)).toBeGreaterThan(20);
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    const link = page.locator('[data-kpi=startRate] [data-side=numerator] a');
    const count = (await link.textContent())?.trim();
    await link.click();
    await expect(page.locator('h1')).toContainText('开工率:已开工');
    await expect(page.getByText(`共 ${count} 条`)).toBeVisible();
    await expect(page.locator('crm-kpi-records tbody tr')).toHaveCount(Math.min(Number(count), 50));
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    // The list as a file: every row of it, then who took it away and when; and the audit log has it.
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '表格 CSV' }).click();
    const file = await (await coming).path();
    const lines = (await readFile(file, 'utf8'))
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(Number(count) + 2);
    expect(lines.at(-1)).toMatch(new RegExp(`导出 · 共 ${count} 条 · 内部资料`));
    expect(lines.slice(1, -1).every((line) => /^"?[A-Z]/.test(line))).toBe(true);

    await page.getByRole('link', { name: '返回关键指标' }).click();
    await settled(page);
    await expect(page).toHaveURL(/from=1900-01-01/);

    // Two periods side by side: the earlier one opens its own records.
    await page.getByRole('combobox', { name: '对比', exact: true }).selectOption('lastYear');
    await expect(page.getByText('没有可对比的上一时段')).toBeVisible();
    await page.getByRole('combobox', { name: '时段', exact: true }).selectOption('thisYear');
    await expect(page.locator('[data-kpi=projectsSigned] [data-side=earlier]')).toBeVisible();
    await settled(page);
    expect(await follows(page)).toBeGreaterThan(30);
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    // Or any other, by its days.
    await page.getByRole('combobox', { name: '对比', exact: true }).selectOption('own');
    await page.getByLabel('对比时段 从').fill('2025-01-01');
    await page.getByLabel('对比时段 到').fill('2025-06-30');
    await expect(page).toHaveURL(/compare=2025-01-01_2025-06-30/);
    await settled(page);
    await expect(page.locator('[data-side=earlier] a').first()).toHaveAttribute(
      'href',
      /from=2025-01-01&.*to=2025-06-30|to=2025-06-30.*from=2025-01-01/,
    );
    expect(await follows(page)).toBeGreaterThan(20);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await context.close();
  });

test('the statistician closes a month; it stays as it was, whatever is corrected', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'statistician');
  await page.goto(`${product.url}/month-closes`);
  await page.getByRole('button', { name: '结账' }).click();
  const window = page.getByRole('dialog');
  await expect(window).toContainText('结账后不可撤销');
  const closes: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/month-closes')) closes.push(request.url());
  });
  await window.getByRole('button', { name: '确认结账' }).dblclick();
  // On to the month that was closed.
  await expect(page).toHaveURL(/\/month-closes\/\d{4}-\d{2}$/);
  await expect(page.locator('crm-month-table').first().locator('tbody tr')).toHaveCount(16);
  await expect(page.getByText('结账后没有调整')).toBeVisible();
  expect(closes).toHaveLength(1);
  await expect(page.getByText('有变化', { exact: true })).toHaveCount(0);
  expect(await follows(page)).toBeGreaterThan(20);
  expect(await axe(page)).toEqual([]);

  // A lead of that month turns out to be a mistake.
  const month = page.url().split('/').at(-1) ?? '';
  const gone = await page.evaluate(async (which) => {
    const answer = await fetch(`/api/v1/month-closes/${which}/records?kpi=firstResponse&side=denominator&limit=200`);
    const { items } = (await answer.json()) as { items: { id: string; code: string }[] };
    return items;
  }, month);
  const head = await context.browser()!.newContext();
  const heads = await head.newPage();
  await signIn(heads, 'head');
  const removed = await heads.evaluate(async (leads) => {
    for (const { id, code } of leads) {
      const { status } = await fetch(`/api/v1/leads/${id}`, { method: 'DELETE' });
      if (status === 204) return code;
    }
    return null;
  }, gone);
  await head.close();
  expect(removed).not.toBeNull();

  await page.reload();
  const adjustment = page.locator('tr[data-adjustment=removed]').filter({ hasText: String(removed) });
  await expect(adjustment).toContainText('首次响应 · 新建线索:计入 → 不计入');
  await expect(page.locator('[data-kpi=firstResponse] .tag')).toHaveText('有变化');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);
  expect(await follows(page)).toBeGreaterThan(20);
  await page.locator('[data-kpi=firstResponse] [data-of=frozen] a').first().click();
  await expect(page.getByText('结账时的记录')).toBeVisible();
  await expect(page.locator('crm-kpi-records tbody tr').first()).toBeVisible();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);
  await context.close();
});

interface Kpis {
  items: { code: string; denominator: { count: number; amount: { amount: string } } }[];
}
interface TargetsProgress {
  items: { target: { id: string; metric: string }; count: number; done: string }[];
}

/** Amounts as whole cents, added up. */
const cents = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => {
    const [whole = '', fraction = ''] = amount.replace(/[^\d.]/g, '').split('.');
    return sum + BigInt(whole + fraction.padEnd(2, '0').slice(0, 2));
  }, 0n);

test('what stands behind an amount adds up to it, whatever the currencies, on screen and in the file', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'leader');
  const told = <T>(path: string): Promise<T> =>
    page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json() as Promise<never>, path);
  const converted = page.locator('td[data-label="折合 CNY"]');
  const { items } = await told<Kpis>('/kpis?from=1900-01-01');
  const agreed = items.find(({ code }) => code === 'fundsInPlaceRate')?.denominator;
  await page.goto(`${product.url}/kpis/records?kpi=fundsInPlaceRate&side=denominator&from=1900-01-01`);
  await expect(page.getByText(/USD \(按.*汇率/).first()).toBeVisible();
  await expect(converted).toHaveCount(agreed?.count ?? 0);
  expect(cents(await converted.allTextContents())).toBe(cents([agreed?.amount.amount ?? '']));
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: '表格 CSV' }).click();
  const [head, ...rows] = (await readFile(await (await coming).path(), 'utf8')).trimEnd().split('\r\n').slice(0, -1);
  expect(head).toMatch(/,折合 CNY$/);
  expect(cents(rows.map((row) => row.split(',').at(-1) ?? ''))).toBe(cents([agreed?.amount.amount ?? '']));

  const targets = await told<TargetsProgress>('/targets/progress');
  const capital = targets.items.find(({ target }) => target.metric === 'utilisedForeignCapital');
  await page.goto(`${product.url}/targets/${capital?.target.id}`);
  await expect(converted).toHaveCount(capital?.count ?? 0);
  await expect(converted.first()).toContainText(/汇率 .*起/);
  const sums = converted.locator('.number');
  expect(cents(await sums.allTextContents())).toBe(cents([capital?.done ?? '']));
  await context.close();
});
