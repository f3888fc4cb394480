import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

/** The preview of what was last chosen stands on the page. */
const settled = async (page: Page) => {
  await expect(page.locator('section.preview')).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('crm-report-preview .figure').first()).toBeVisible();
};

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).selectOption(option);
  await settled(page);
}

/** Clicks once, and has the file. */
async function fetched(page: Page, button: string): Promise<{ name: string; head: string }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  const bytes = await readFile(await file.path());
  expect(bytes.length).toBeGreaterThan(5_000);
  return { name: file.suggestedFilename(), head: bytes.subarray(0, 4).toString('latin1') };
}

for (const width of [1440, 390])
  test(`a leader makes reports and has them sent, at ${width} px`, async ({ browser, signIn }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'leader');
    await page.goto(new URL('/reports', page.url()).href);
    await settled(page);
    await expect(page.getByRole('heading', { name: '转化漏斗（与上期对比）' })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);

    expect((await fetched(page, '下载 Excel')).head).toBe('PK\u0003\u0004');
    await choose(page, '报告', 'monthly');
    await expect(page).toHaveURL(/kind=monthly/);
    await page.getByRole('combobox', { name: '语言', exact: true }).selectOption('en');
    const pdf = await fetched(page, '下载 PDF');
    expect(pdf.head).toBe('%PDF');
    expect(pdf.name).toMatch(/^Monthly investment report \d{4}-\d\d\.pdf$/);

    // A figure leads to the table that lists what it counts.
    await page.locator('crm-report-preview .figure', { hasText: '新建线索' }).click();
    await expect(page.getByRole('heading', { name: '新建线索', exact: true })).toBeFocused();

    const name = `月报 ${width}`;
    await page.getByRole('button', { name: '新建发送计划' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill(name);
    await dialog.getByLabel('报告').selectOption('monthly');
    await dialog.getByLabel('发送日').selectOption('2');
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await dialog.getByRole('button', { name: '保存' }).click();
    const row = page.locator('crm-report-schedules tr', { hasText: name });
    await expect(row).toContainText('每月 2 日 10:00');
    await row.getByRole('button', { name: '删除' }).click();
    await page.locator('.ant-modal').getByRole('button', { name: '删除' }).click();
    await expect(row).toHaveCount(0);
    await context.close();
  });

for (const width of [1440, 390])
  test(`the administrator replaces a template, and is told what is wrong with one, at ${width} px`, async ({
    browser,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page, 'admin');
    await page.goto(new URL('/report-templates', page.url()).href);
    await expect(page.locator('tbody tr')).toHaveCount(18);
    const which = width === 1440 ? '招商工作周报 中文 Word' : '招商工作月报 中文 Word';
    const upload = page.locator(`input[type=file][aria-label="上传替换 ${which}"]`);
    await upload.setInputFiles({ name: 'form.docx', mimeType: 'text/plain', buffer: Buffer.from('{title}') });
    await expect(page.getByRole('alert')).toContainText('不是这种格式的 Office 文件');

    const [own] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `下载自带模板 ${which}` }).click(),
    ]);
    const file = {
      name: '本局周报.docx',
      mimeType: 'application/octet-stream',
      buffer: await readFile(await own.path()),
    };
    await upload.setInputFiles(file);
    await expect(page.getByText('本局周报.docx（第 1 版）')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByText('单个字段').click();
    await expect(page.getByText('{signedCount}')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: `恢复自带模板 ${which}` }).click();
    await page.locator('.ant-modal').getByRole('button', { name: '恢复自带模板' }).click();
    await expect(page.getByText('本局周报.docx')).toHaveCount(0);
    await context.close();
  });
