import { readFile } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import Excel from 'exceljs';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

async function opened(file: Download): Promise<{ heads: string[]; rows: number; watermark: string }> {
  const book = new Excel.Workbook();
  await book.xlsx.load((await readFile(await file.path())) as unknown as ArrayBuffer);
  const sheet = book.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  return {
    heads: (sheet.getRow(2).values as string[]).slice(1),
    rows: sheet.rowCount - 2,
    watermark: String(sheet.getCell('A1').value),
  };
}

test('a ledger is chosen by keyboard, downloaded and opened', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'officer.med');
  await page.goto(`${product.url}/deals`);
  await page.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = page.locator('dialog');
  await dialog.getByLabel('台账', { exact: true }).selectOption('negotiating');
  await expect(dialog.getByRole('status').filter({ hasText: '无需审批' })).toContainText(/共 \d+ 条/);
  expect(await axe(page)).toEqual([]);
  // However long the form is, its button stays in sight.
  await expect(dialog.getByRole('button', { name: '下载', exact: true })).toBeInViewport({ ratio: 1 });

  await dialog.getByRole('button', { name: '下移:序号' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '下移:序号' })).toBeFocused();
  await dialog.getByRole('button', { name: '去掉:投资方简介' }).press('Enter');
  await expect(dialog.getByText('无需审批')).toBeVisible();

  const told = await dialog.getByRole('status').filter({ hasText: '无需审批' }).textContent();
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: '下载', exact: true }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^在谈项目台账 E-\d{4}-\d{5}\.xlsx$/);
  const sheet = await opened(file);
  expect(sheet.heads.slice(0, 3)).toEqual(['编号', '序号', '项目名称']);
  expect(sheet.heads).not.toContain('投资方简介');
  expect(told).toContain(`共 ${sheet.rows} 条`);
  expect(sheet.rows).toBeGreaterThan(0);
  expect(sheet.watermark).toContain('在谈项目台账 · 导出编号 E-');
  // The next time it begins where this one ended.
  await page.getByRole('button', { name: '导出', exact: true }).click();
  await dialog.getByLabel('台账', { exact: true }).selectOption('negotiating');
  await expect(dialog.locator('ol li').first()).toContainText('编号');
  await context.close();
});

test('whole phone numbers wait for the head, who decides on a phone', async ({ browser, product, signIn }) => {
  const desk = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const officer = await desk.newPage();
  await signIn(officer, 'officer.med');
  await officer.goto(`${product.url}/leads?q=a`);
  await officer.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = officer.locator('dialog');
  await dialog.getByText('显示完整联系电话').click();
  await expect(dialog.getByText('需要审批:含完整联系电话')).toBeVisible();
  expect(await axe(officer)).toEqual([]);
  expect(await sideways(officer)).toBeLessThanOrEqual(0);
  await dialog.getByRole('button', { name: '提交审批' }).click();
  await expect(dialog.getByText('请填写用途')).toBeVisible();
  await dialog.getByLabel('用途').fill('逐家电话回访');
  await dialog.getByRole('button', { name: '提交审批' }).click();
  await officer.getByRole('button', { name: '查看我的导出' }).click();
  const mine = officer.locator('.list > li').first();
  await expect(mine).toContainText('待审批');
  const code = /E-\d{4}-\d{5}/.exec((await mine.textContent()) ?? '')?.[0] ?? '';
  expect(await axe(officer)).toEqual([]);
  expect(await sideways(officer)).toBeLessThanOrEqual(0);

  const pocket = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const head = await pocket.newPage();
  await signIn(head, 'head.med');
  await head.goto(product.url);
  await head.getByRole('link', { name: /份台账导出申请待您审批/ }).click();
  const waiting = head.locator('.list > li', { hasText: code });
  await expect(waiting).toContainText('逐家电话回访');
  await expect(waiting).toContainText('关键词:a');
  expect(await axe(head)).toEqual([]);
  expect(await sideways(head)).toBeLessThanOrEqual(0);
  await waiting.getByRole('button', { name: '批准', exact: true }).click();
  await head.locator('dialog').getByRole('button', { name: '批准', exact: true }).click();
  await expect(head.getByText('没有待审批的导出申请')).toBeVisible();

  await officer.reload();
  const coming = officer.waitForEvent('download');
  await officer.locator('.list > li', { hasText: code }).getByRole('link', { name: '下载' }).click();
  expect((await opened(await coming)).watermark).toContain('逐家电话回访');
  await officer.reload();
  await expect(officer.locator('.list > li', { hasText: code })).toContainText(/下载,\d+ 条/);
  await Promise.all([desk.close(), pocket.close()]);
});
