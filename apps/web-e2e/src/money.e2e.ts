import Excel from 'exceljs';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

/** A workbook as Excel writes it. */
async function workbook(rows: unknown[][]): Promise<Buffer> {
  const book = new Excel.Workbook();
  book.addWorksheet('Rates').addRows(rows);
  return Buffer.from(await book.xlsx.writeBuffer());
}

test('money is entered with its voucher, confirmed by the statistician, and converted once its rate is there', async ({
  browser,
  product,
  signIn,
}) => {
  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const officer = await desk.newPage();
  await signIn(officer, 'officer.med');
  const deal = await officer.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/deals?stage=site_visit&limit=50')).json();
    // One that the statistician sees too.
    return items.find((each: { confidential: boolean }) => !each.confidential) as { id: string; code: string };
  });
  await officer.goto(`${product.url}/deals/${deal.id}?part=money`);

  await officer.getByRole('button', { name: '登记资金' }).click();
  await officer.locator('#small-amount').fill('1,200,000');
  await officer.getByLabel('金额 · 币种').selectOption('GBP');
  await officer.locator('#small-on').fill('2026-03-02');
  await officer.locator('#small-source').fill('母公司首期资本金');
  await officer.getByRole('button', { name: '保存' }).click();
  await expect(officer.locator('dialog').getByText('到位资金必须填写凭证号')).toBeVisible();
  expect(await axe(officer)).toEqual([]);
  await officer.locator('#small-voucher').fill('收-2026-0042');
  await officer.getByRole('button', { name: '保存' }).click();
  const entry = officer.locator('crm-fund-panel li', { hasText: '收-2026-0042' });
  await expect(entry).toContainText('1,200,000 GBP');
  await expect(entry).toContainText('待核实');
  await expect(entry.getByRole('button', { name: '核实', exact: true })).toHaveCount(0);

  await officer.getByRole('button', { name: '填写年度计划' }).click();
  await officer.locator('#small-year').selectOption('2026');
  await officer.locator('#small-planned').fill('3000000');
  await officer.getByLabel('计划 · 币种').selectOption('GBP');
  await officer.getByRole('button', { name: '保存' }).click();
  const plans = officer.locator('crm-plan-panel');
  await expect(plans.getByRole('row', { name: /2026/ })).toContainText('40.0%');
  await expect(plans).toContainText('没有汇率,未折算');
  await expect(officer.locator('crm-money-summary')).toContainText('GBP(2026年3月2日)');
  expect(await axe(officer)).toEqual([]);

  const office = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const admin = await office.newPage();
  await signIn(admin, 'admin');
  await admin.goto(`${product.url}/exchange-rates`);
  const choose = async (rows: unknown[][]) =>
    admin.locator('input[type=file]').setInputFiles({
      name: 'rates.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await workbook([['币种', '日期', '汇率'], ...rows]),
    });
  await choose([
    ['GBP', new Date('2026-01-01T00:00:00Z'), 9],
    ['GBP', '2026-02-30', 9],
  ]);
  await expect(admin.getByText('第 3 行“日期”')).toBeVisible();
  expect(await axe(admin)).toEqual([]);
  await choose([['GBP', new Date('2026-01-01T00:00:00Z'), 9]]);
  await expect(admin.getByText('新增 1 条')).toBeVisible();
  const download = admin.waitForEvent('download');
  await admin.getByRole('button', { name: '下载示例文件' }).click();
  expect((await download).suggestedFilename()).toBe('汇率示例.csv');
  await admin.getByRole('button', { name: '添加汇率' }).click();
  await admin.locator('#small-currency').fill('cny');
  await admin.locator('#small-rate').fill('1');
  await admin.getByRole('button', { name: '保存' }).click();
  await expect(admin.locator('dialog').getByText('报告币种没有对自己的汇率')).toBeVisible();
  await admin.locator('#small-currency').fill('gbp');
  await admin.locator('#small-validFrom').fill('2026-03-01');
  await admin.locator('#small-rate').fill('9.5');
  await admin.getByRole('button', { name: '保存' }).click();
  await expect(admin.getByRole('row', { name: /9\.5/ })).toContainText('GBP');
  expect(await axe(admin)).toEqual([]);

  await office.close();

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const statistician = await phone.newPage();
  await signIn(statistician, 'statistician');
  await statistician.waitForURL(/funds/);
  await statistician.getByRole('searchbox', { name: '凭证号' }).fill('收-2026-0042');
  const waiting = statistician.locator('li', { hasText: '收-2026-0042' });
  await expect(waiting).toContainText(deal.code);
  expect(await axe(statistician)).toEqual([]);
  expect(await sideways(statistician)).toBeLessThanOrEqual(0);
  await waiting.getByRole('button', { name: '核实' }).click();
  await expect(statistician.getByText('没有待核实的资金记录。')).toBeVisible();
  await statistician.goto(`${product.url}/deals/${deal.id}?part=money`);
  await expect(statistician.locator('crm-fund-panel li').first()).toContainText('已核实');
  await expect(statistician.locator('crm-plan-panel')).toContainText('折合 11,400,000 CNY');
  expect(await axe(statistician)).toEqual([]);
  expect(await sideways(statistician)).toBeLessThanOrEqual(0);
  await statistician.locator('crm-fund-panel').getByRole('button', { name: '撤销核实' }).first().click();
  await statistician.locator('#small-reason').fill('金额有误');
  await statistician.getByRole('button', { name: '保存' }).click();
  await expect(statistician.locator('crm-fund-panel li').first()).toContainText('待核实');
  await statistician.goto(`${product.url}/exchange-rates`);
  await statistician.locator('main h1').waitFor();
  await expect(statistician.getByRole('button', { name: '添加汇率' })).toHaveCount(0);
  expect(await axe(statistician)).toEqual([]);
  expect(await sideways(statistician)).toBeLessThanOrEqual(0);
  await phone.close();

  await officer.goto(`${product.url}/deals/${deal.id}?part=history`);
  await expect(officer.locator('crm-timeline')).toContainText('撤销了资金核实');
  await expect(officer.locator('crm-timeline')).toContainText('到位资金 · 2026 · 3000000 GBP');
  await desk.close();
});
